/// Commands on the files of a project.
@NullMarked
package dev.templedb.cli.files;

import org.jspecify.annotations.NullMarked;
