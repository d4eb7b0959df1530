/// Plans, and what the projects of an owner may take up: private projects, members of an organization, bytes in
/// storage.
///
/// Start with [dev.templedb.cathedral.quotas.Plan] and [dev.templedb.cathedral.quotas.Quotas].
@NullMarked
package dev.templedb.cathedral.quotas;

import org.jspecify.annotations.NullMarked;
