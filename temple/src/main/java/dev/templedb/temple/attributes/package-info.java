/// What `.gitattributes` say of line ends and `$Id$`, and what follows from it for a file on its way into a commit and
/// back.
///
/// Only text is converted, exactly as git does it, and nothing else happens: filters name programs, and none is ever
/// run.
/// Start with [AttributeRules], which gives each path its [Conversion].
@NullMarked
package dev.templedb.temple.attributes;

import org.jspecify.annotations.NullMarked;
