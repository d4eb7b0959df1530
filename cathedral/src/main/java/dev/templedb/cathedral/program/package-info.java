/// The program: its commands, what it reads from the process around it, and how its parts are put together.
///
/// Only this package prints and knows the environment. Commands imitate those of `templedb`.
@NullMarked
package dev.templedb.cathedral.program;

import org.jspecify.annotations.NullMarked;
