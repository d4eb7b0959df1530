@NullMarked
package dev.templedb.cathedral.transfer;

import org.jspecify.annotations.NullMarked;
