package dev.templedb.temple.code;

import dev.templedb.temple.history.FilePath;

/// Something that a file of a project defines; the fields are those of [dev.templedb.analysis.symbols.CodeSymbol].
///
/// @param parent names of what it is defined in, from the outside, with dots between; empty at the top
/// @param depth  how many there are of these
public record FileSymbol(
        FilePath path,
        String kind,
        String name,
        String parent,
        int depth,
        int line,
        int endLine,
        int complexity,
        boolean exported) {}
