package dev.templedb.analysis.symbols;

/// An import, include or use of another file.
///
/// @param target what is meant, without quotes: `./x`, `java.util.List`, `<stdio.h>`
/// @param line   where it stands, from 1
public record CodeImport(String target, int line) {}
