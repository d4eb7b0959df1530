/// Commands on the temple as a whole.
@NullMarked
package dev.templedb.cli.temples;

import org.jspecify.annotations.NullMarked;
