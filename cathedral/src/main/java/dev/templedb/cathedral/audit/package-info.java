/// What must be provable: who did what, from where, with which token, in a chain of hashes.
@NullMarked
package dev.templedb.cathedral.audit;

import org.jspecify.annotations.NullMarked;
