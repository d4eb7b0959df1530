/// The program `templedb`: one class per command, all printing, all exit codes and all wiring.
///
/// Start with [Main].
@NullMarked
package dev.templedb.cli;

import org.jspecify.annotations.NullMarked;
