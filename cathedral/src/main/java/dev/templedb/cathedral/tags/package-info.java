/// Words to find projects by, some of them in categories.
@NullMarked
package dev.templedb.cathedral.tags;

import org.jspecify.annotations.NullMarked;
