/// Keeping immutable bytes somewhere: in a directory, or in a bucket of an S3-compatible service.
///
/// Nothing here knows projects, frames or permissions: a store maps a key to bytes that never change. Every
/// implementation passes the same contract test.
@NullMarked
package dev.templedb.storage;

import org.jspecify.annotations.NullMarked;
