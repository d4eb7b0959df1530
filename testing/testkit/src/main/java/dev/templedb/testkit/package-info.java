/// What tests of several modules need: real git repositories, and the system's own tools to look at files with.
///
/// Knows nothing of TempleDB, so that every module's tests can use it. Start with [GitFolder].
@NullMarked
package dev.templedb.testkit;

import org.jspecify.annotations.NullMarked;
