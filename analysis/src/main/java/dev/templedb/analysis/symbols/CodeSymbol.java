package dev.templedb.analysis.symbols;

/// Something that a file defines.
///
/// @param kind       `function`, `method`, `class`, `interface`, `enum`, `struct`, `trait`, `module`, `type`,
/// `variable`, …
/// @param name       its own name
/// @param line       where it begins, from 1
/// @param endLine    where it ends
/// @param complexity of functions and methods: 1 + the points at which control can take another way; else 0
/// @param parent     place of what it is defined in, in the list of the file; -1 at the top
/// @param exported   whether other files are meant to use it, by the words and customs of the language
public record CodeSymbol(
        String kind, String name, int line, int endLine, int complexity, int parent, boolean exported) {}
