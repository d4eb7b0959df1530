/// What tests of the server stand on: one PostgreSQL for all classes of a test process.
@NullMarked
package dev.templedb.cathedral.testing;

import org.jspecify.annotations.NullMarked;
