/// Keeping immutable bytes somewhere: in a directory, or in a bucket of an S3-compatible service.
///
/// Nothing here knows projects, frames or permissions: an [ObjectStore] maps a key to bytes that never change. Every
/// implementation passes the same contract test, `ObjectStoreContract`. What needs a library of a cloud lies in a
/// package of its own, so that who does not use it needs neither its classes nor its jars.
///
/// Start with [ObjectStore], then [FileObjectStore].
@NullMarked
package dev.templedb.storage;

import org.jspecify.annotations.NullMarked;
