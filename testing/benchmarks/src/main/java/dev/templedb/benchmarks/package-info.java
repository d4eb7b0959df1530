/// Measures the program as users run it, whole processes, next to the tools that people use today.
///
/// Started by `./bench` from source, without a build, so nothing here may need a library. Nothing here judges: no time
/// and no size
/// fails a run, only a command that fails does. Measurements inside one process are in `hot`.
///
/// A [Piece] is one piece of work; its [Contestant]s do it in turn ([Race]), each run in an empty directory of its own.
/// What they
/// start from is made by the [Workbench]. Start with [Bench].
@NullMarked
package dev.templedb.benchmarks;

import org.jspecify.annotations.NullMarked;
