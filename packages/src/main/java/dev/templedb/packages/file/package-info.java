/// The single file: one `.cathedral` file, a ZIP of stored entries of which every bit is decided by its content (format
/// 2.0.0).
///
/// [PackageFileWriter] writes it, [PackageFileReader] reads it. Any ZIP program can look inside, but our reader accepts
/// only the very bytes that our writer would have written, so nothing can hide between, before or behind the entries.
/// The format is specified in `docs/formats/cathedral-package.md`.
@NullMarked
package dev.templedb.packages.file;

import org.jspecify.annotations.NullMarked;
