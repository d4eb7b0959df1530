package dev.templedb.temple.projects;

/// How an undo ended.
public sealed interface Restoration {
    /// The project that is there again.
    Project project();

    /// A removed project is there again.
    record BroughtBack(Project project) implements Restoration {}

    /// A replaced project is there again; undoing once more brings its replacement back.
    record Swapped(Project project) implements Restoration {}
}
