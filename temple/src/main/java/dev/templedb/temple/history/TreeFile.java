package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;

/// An entry of a tree that is not a directory.
///
/// @param mode   as it stands in the tree
/// @param target its content; for a submodule the commit
public record TreeFile(FilePath path, int mode, FileMode kind, GitId target) {}
