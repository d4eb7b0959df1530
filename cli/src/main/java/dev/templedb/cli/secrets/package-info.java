/// The commands `secret …` and `key …`. A value comes in by standard input or a prompt, and goes out only where
/// somebody
/// asked for it.
@NullMarked
package dev.templedb.cli.secrets;

import org.jspecify.annotations.NullMarked;
