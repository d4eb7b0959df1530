/// Care for the temple itself: [Maintenance] lets go of what nothing needs any more and packs the rest anew where that
/// pays.
@NullMarked
package dev.templedb.temple.care;

import org.jspecify.annotations.NullMarked;
