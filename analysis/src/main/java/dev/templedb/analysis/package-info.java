/// What the contents of a file say: its language, its lines, its complexity, and what many files say together.
///
/// Everything here is a pure function of a path and bytes: nothing opens a file, logs, or knows where the
/// bytes came from. Questions of storage, history or display do not belong here.
///
/// Start with [FileAnalyzer] and [FileFacts], then [ProjectStatistics] and [DuplicationCounter].
/// The definitions, in words for users, are in `docs/guides/file-metadata.md`.
@NullMarked
package dev.templedb.analysis;

import org.jspecify.annotations.NullMarked;
