/// Signs packages and says who signed them.
///
/// The schemes are in `packages.signatures`; here is what they need of packages, files and a temple.
@NullMarked
package dev.templedb.temple.signing;

import org.jspecify.annotations.NullMarked;
