/// How much somebody may ask for in a minute: token buckets of requests and of bytes, which all nodes share.
///
/// A [dev.templedb.cathedral.limits.RateLimiter] keeps the buckets, a
/// [dev.templedb.cathedral.limits.RequestLimits] says which of them a request draws from.
@NullMarked
package dev.templedb.cathedral.limits;

import org.jspecify.annotations.NullMarked;
