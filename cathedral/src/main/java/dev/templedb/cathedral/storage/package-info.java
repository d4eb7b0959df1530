/// Where the server keeps objects: a directory, or a bucket of a service that speaks S3.
///
/// [dev.templedb.cathedral.storage.StorageSettings] says what can be set, [dev.templedb.cathedral.storage.Stores] opens
/// what is set. The stores themselves are the module `storage`.
@NullMarked
package dev.templedb.cathedral.storage;

import org.jspecify.annotations.NullMarked;
