/// What the source files of projects define and import, kept per content.
///
/// Start with [CodeAnalysis]. A content is parsed once, when somebody asks for the first time; see
/// [dev.templedb.analysis.symbols].
@NullMarked
package dev.templedb.temple.code;

import org.jspecify.annotations.NullMarked;
