package dev.templedb.temple.checkout;

/// What was written of a tree.
///
/// @param files       ordinary files, executable ones among them
/// @param links       symbolic links
/// @param submodules  submodules, each an empty directory
/// @param directories directories, the root and submodules not among them
/// @param bytes       length of all ordinary files
public record WrittenTree(long files, long links, long submodules, long directories, long bytes) {}
