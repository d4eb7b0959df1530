/// Secrets that somebody left in the files of a project: `.env` files, private keys, tokens.
///
/// [LeakScan] looks through every commit and remembers for each frame of objects that it was looked at, so that a
/// second
/// scan is cheap. What a file's bytes say is found by [dev.templedb.analysis.secrets.SecretFinder].
@NullMarked
package dev.templedb.temple.leaks;

import org.jspecify.annotations.NullMarked;
