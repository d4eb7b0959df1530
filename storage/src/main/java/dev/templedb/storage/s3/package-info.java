/// Keeping objects in a bucket of Amazon S3 or of a service that speaks its language.
///
/// The only package that knows the AWS SDK, which is an optional dependency: who uses this package brings the SDK
/// along.
/// Start with [S3Config], then [S3ObjectStore].
@NullMarked
package dev.templedb.storage.s3;

import org.jspecify.annotations.NullMarked;
