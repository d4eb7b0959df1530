/// Commands that care for the temple itself.
@NullMarked
package dev.templedb.cli.care;

import org.jspecify.annotations.NullMarked;
