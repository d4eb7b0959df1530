/// Commands on the history of a project.
@NullMarked
package dev.templedb.cli.history;

import org.jspecify.annotations.NullMarked;
