/// The hot loops, measured inside one process with JMH, next to the libraries that they rest on.
///
/// Started by `./bench --jmh`. Real objects come from a git repository ([Sample]). Each class measures one loop;
/// methods whose
/// names begin with `peer` do the least that anybody could do. Start with [Hashing].
@NullMarked
package dev.templedb.benchmarks.hot;

import org.jspecify.annotations.NullMarked;
