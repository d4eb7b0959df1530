/// The commands of `templedb code`.
@NullMarked
package dev.templedb.cli.code;

import org.jspecify.annotations.NullMarked;
