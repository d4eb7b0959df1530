/// Files of variables, `NAME=value` line by line, as Docker, Node, Python and Ruby read them.
///
/// [Dotenv] reads what any of them accepts and writes what all of them understand the same way. Nothing is ever
/// interpolated: `${HOST}` stays as it stands.
@NullMarked
package dev.templedb.packages.dotenv;

import org.jspecify.annotations.NullMarked;
