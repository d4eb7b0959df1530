/// Published versions: immutable names of project states.
@NullMarked
package dev.templedb.cathedral.versions;

import org.jspecify.annotations.NullMarked;
