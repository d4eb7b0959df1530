/// What `.gitattributes` say of line ends and `$Id$`, and what follows from it for a file on its way into a commit and
/// back; and what they say of merges and comparisons.
///
/// Only text is converted, exactly as git does it, and nothing else happens: filters and drivers name programs, and
/// none
/// is ever run. Start with [AttributeRules], which gives each path its [Conversion] and its [Treatment].
@NullMarked
package dev.templedb.temple.attributes;

import org.jspecify.annotations.NullMarked;
