/// What tests of several modules need: real git repositories, the system's own tools to look at files with, and a clock
/// that is moved by hand.
///
/// Knows nothing of TempleDB, so that every module's tests can use it. Start with [GitFolder].
@NullMarked
package dev.templedb.testkit;

import org.jspecify.annotations.NullMarked;
