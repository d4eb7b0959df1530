package dev.templedb.branchdb.codegen;

/// A file that was made from a schema.
///
/// @param name a plain name, without folders
/// @param text ends with a line end
public record GeneratedFile(String name, String text) {}
