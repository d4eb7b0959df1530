/// The registry on this machine: its program, started from here.
@NullMarked
package dev.templedb.cli.serve;

import org.jspecify.annotations.NullMarked;
