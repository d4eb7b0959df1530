/// Commands on packages, the form in which projects travel.
@NullMarked
package dev.templedb.cli.cathedral;

import org.jspecify.annotations.NullMarked;
