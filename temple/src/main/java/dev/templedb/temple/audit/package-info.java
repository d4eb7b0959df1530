/// What commands changed, exported or disclosed in this temple: when, who, what, to which project, and never a value of
/// a secret.
///
/// [Audit] writes an entry in the transaction of the change that it tells of, so that there is no change without its
/// entry. Each entry carries the hash of the one before it: an entry that is changed, removed or put in later breaks
/// the
/// chain, which `audit verify` finds. Cutting off the end cannot be seen from inside; who must know that too notes the
/// last hash elsewhere.
@NullMarked
package dev.templedb.temple.audit;

import org.jspecify.annotations.NullMarked;
