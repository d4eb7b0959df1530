/// Watches: the projects that users want to hear of.
@NullMarked
package dev.templedb.cathedral.watches;

import org.jspecify.annotations.NullMarked;
