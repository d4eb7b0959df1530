/// Small projects for tests, good and bad.
@NullMarked
package dev.templedb.packages.samples;

import org.jspecify.annotations.NullMarked;
