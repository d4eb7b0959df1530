/// The commands `audit list` and `audit verify`.
@NullMarked
package dev.templedb.cli.audit;

import org.jspecify.annotations.NullMarked;
