package dev.templedb.temple.history;

import dev.templedb.analysis.FileFacts;
import dev.templedb.core.GitId;
import dev.templedb.packages.objects.FileMode;
import java.util.Optional;

/// A file of a tree.
///
/// @param mode  as it stands in the tree, such as `0100644`
/// @param kind  what that mode means
/// @param blob  git id of its content; for a submodule, of the commit there
/// @param bytes its size; 0 for a submodule
/// @param facts what its content says; present for ordinary files of the tree that `HEAD` names
public record ListedFile(FilePath path, int mode, FileMode kind, GitId blob, long bytes, Optional<FileFacts> facts) {}
