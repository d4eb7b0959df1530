/// The name space that users and organizations share.
@NullMarked
package dev.templedb.cathedral.owners;

import org.jspecify.annotations.NullMarked;
