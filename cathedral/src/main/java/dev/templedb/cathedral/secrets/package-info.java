/// Secrets that a caller is given once and the server keeps the hash of: of tokens, of sessions, of devices; and
/// the keys that encrypt those which the server must read again.
@NullMarked
package dev.templedb.cathedral.secrets;

import org.jspecify.annotations.NullMarked;
