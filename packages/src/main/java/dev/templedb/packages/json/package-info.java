/// JSON as packages and project states need it: values that keep what we do not know, and two exact ways to write them.
///
/// [Json] is the value, [JsonReader] reads hostile bytes within limits, [CanonicalJson] writes RFC 8785 (what is
/// hashed)
/// and [PackageJson] writes the form of directory packages (what the Python tool writes).
@NullMarked
package dev.templedb.packages.json;

import org.jspecify.annotations.NullMarked;
