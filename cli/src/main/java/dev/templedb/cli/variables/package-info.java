/// The commands `var …`.
@NullMarked
package dev.templedb.cli.variables;

import org.jspecify.annotations.NullMarked;
