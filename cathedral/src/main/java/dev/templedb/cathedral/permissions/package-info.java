/// Who may do what: one evaluator that everything asks, and the same rule in SQL for lists, searches, counts and feeds.
///
/// The rule is the table of `docs/permissions.md`; a test walks it through
/// [dev.templedb.cathedral.permissions.ProjectRules]
/// and through the SQL function `visible_projects`, which must agree cell by cell. Start with
/// [dev.templedb.cathedral.permissions.Caller] and [dev.templedb.cathedral.permissions.Permissions].
@NullMarked
package dev.templedb.cathedral.permissions;

import org.jspecify.annotations.NullMarked;
