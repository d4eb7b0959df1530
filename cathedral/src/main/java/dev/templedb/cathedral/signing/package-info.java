/// Whose keys have signed versions, and whether versions must be signed: a project says so, its organization, or the
/// settings of the server. Start with [dev.templedb.cathedral.signing.VersionSigning].
@NullMarked
package dev.templedb.cathedral.signing;

import org.jspecify.annotations.NullMarked;
