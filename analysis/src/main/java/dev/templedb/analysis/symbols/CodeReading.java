package dev.templedb.analysis.symbols;

/// What came of reading a source file.
public sealed interface CodeReading {
    /// It was parsed.
    record Parsed(CodeFacts facts) implements CodeReading {}

    /// It was not.
    record Skipped(SkipReason reason) implements CodeReading {}
}
