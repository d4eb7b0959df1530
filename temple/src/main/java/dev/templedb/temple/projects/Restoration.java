package dev.templedb.temple.projects;

/// How an undo ended.
public sealed interface Restoration {
    /// The project that is there again.
    Project project();

    /// A removed project is there again.
    record BroughtBack(Project project) implements Restoration {}

    /// What a command changed or took away of a project is what it was.
    ///
    /// @param what       what was undone, in words for people
    /// @param isReversible whether something else was there until now, which undoing once more brings back
    record Undone(Project project, String what, boolean isReversible) implements Restoration {}

    /// A replaced project is there again; undoing once more brings its replacement back.
    record Swapped(Project project) implements Restoration {}
}
