package dev.templedb.temple.dependencies;

import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.SequencedMap;

/// The packages of a project, and which of them need which.
///
/// @param packages by the file that names them, in the order of paths, each by position
/// @param needs    for each file and each of its packages, positions of those that it needs
public record DependencyGraph(
        SequencedMap<FilePath, List<Dependency>> packages, SequencedMap<FilePath, List<List<Integer>>> needs) {}
