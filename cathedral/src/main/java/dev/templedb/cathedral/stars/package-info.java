/// Stars: what users mark to find it again and to say that it is good.
@NullMarked
package dev.templedb.cathedral.stars;

import org.jspecify.annotations.NullMarked;
