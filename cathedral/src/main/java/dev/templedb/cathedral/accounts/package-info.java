/// People: local accounts with passwords, profiles, and the public keys in them.
@NullMarked
package dev.templedb.cathedral.accounts;

import org.jspecify.annotations.NullMarked;
