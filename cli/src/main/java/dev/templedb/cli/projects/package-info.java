/// Commands on projects and what is known about them.
@NullMarked
package dev.templedb.cli.projects;

import org.jspecify.annotations.NullMarked;
