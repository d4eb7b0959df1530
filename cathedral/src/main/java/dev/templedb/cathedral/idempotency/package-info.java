/// Requests that come twice: the answer to one that carried an `Idempotency-Key` is given again.
@NullMarked
package dev.templedb.cathedral.idempotency;

import org.jspecify.annotations.NullMarked;
