/// What in a file looks like a secret: private keys, tokens, passwords.
///
/// Pure functions of names and bytes. [SecretNames] judges the names of variables.
@NullMarked
package dev.templedb.analysis.secrets;

import org.jspecify.annotations.NullMarked;
