/// The way to the first account: a link that the server offers while there is none.
@NullMarked
package dev.templedb.cathedral.setup;

import org.jspecify.annotations.NullMarked;
