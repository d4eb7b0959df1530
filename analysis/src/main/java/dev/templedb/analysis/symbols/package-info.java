/// What source files define and what they import, by parsing them with tree-sitter.
///
/// [CodeReader] reads one file within bounds, [ImportResolver] finds the files of a project that imports mean, and
/// [FileGraph] answers questions about who imports whom. Native libraries are loaded when the first file is read, and
/// never
/// before.
@NullMarked
package dev.templedb.analysis.symbols;

import org.jspecify.annotations.NullMarked;
