/// The index that searches begin with: which texts have which three characters in a row.
///
/// [TextIndex] is written by whoever moves `HEAD` and read by `temple.search`. It names candidates only; whether a text
/// has what is sought is seen in its bytes.
@NullMarked
package dev.templedb.temple.textindex;

import org.jspecify.annotations.NullMarked;
