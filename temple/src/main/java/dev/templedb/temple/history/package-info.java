/// History as tables: commits, their parents and changes, refs, and the files of the tree that `HEAD` names.
///
/// All of it is derived from the objects and can be derived again; the objects are the truth. [HistoryRecorder]
/// derives, [SqliteRefStore]
/// keeps refs, [HeadFiles] keeps the files and what their contents say.
///
/// To read: [HistoryReader] gives log, single commits, refs and contributors; [FileReader] gives lists of files, their
/// contents and their
/// versions. Both take a [dev.templedb.temple.Temple] and the number of a project, and names as [RefResolver]
/// understands them
/// (`main`, `v1.0~2`, `3f2a91c`, `HEAD`). Paths are [FilePath]: bytes.
///
/// ```java
/// var page = new HistoryReader(temple).log(project.id(), LogQuery.of("HEAD").withLimit(20));
/// new FileReader(temple).show(project.id(), "v1.0", FilePath.of("src/Main.java"), System.out);
/// ```
@NullMarked
package dev.templedb.temple.history;

import org.jspecify.annotations.NullMarked;
