/// Secrets that a caller is given once and the server keeps the hash of: of tokens, of sessions, of devices.
@NullMarked
package dev.templedb.cathedral.secrets;

import org.jspecify.annotations.NullMarked;
