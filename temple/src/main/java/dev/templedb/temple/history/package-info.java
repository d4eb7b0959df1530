/// History as tables: commits, their parents and changes, refs, and the files of the tree that `HEAD` names.
///
/// All of it is derived from the objects and can be derived again; the objects are the truth. [HistoryRecorder] derives, [SqliteRefStore]
/// keeps refs, [HeadFiles] keeps the files and what their contents say.
@NullMarked
package dev.templedb.temple.history;

import org.jspecify.annotations.NullMarked;
