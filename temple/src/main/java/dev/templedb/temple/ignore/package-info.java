/// Which paths are left out: `.gitignore` files and the globs of `--exclude`, as git reads them, in time that grows
/// with
/// the length of pattern and path only.
@NullMarked
package dev.templedb.temple.ignore;

import org.jspecify.annotations.NullMarked;
