/// The commands of `templedb deps`.
@NullMarked
package dev.templedb.cli.dependencies;

import org.jspecify.annotations.NullMarked;
