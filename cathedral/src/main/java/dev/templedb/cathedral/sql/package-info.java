/// What the SQL classes of all features share.
@NullMarked
package dev.templedb.cathedral.sql;

import org.jspecify.annotations.NullMarked;
