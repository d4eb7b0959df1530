package dev.templedb.analysis.symbols;

import java.util.List;

/// What one file defines and imports.
///
/// @param symbols in the order of the file
/// @param imports what it imports, as it is written, each once
/// @param whole   whether all of it was understood; false when the parser had to pass over something
public record CodeFacts(List<CodeSymbol> symbols, List<CodeImport> imports, boolean whole) {
    /// Copies what it is given.
    public CodeFacts {
        symbols = List.copyOf(symbols);
        imports = List.copyOf(imports);
    }
}
