/// Changes of a schema: what was meant, what it makes of a model, and the steps that do it to a file.
///
/// A [Change] says what a person did. [SchemaEditor] applies it to a model and refuses what cannot be; [Difference]
/// finds
/// the changes between two models; [Planner] turns changes into a [SchemaPlan], whose steps are SQLite's own `ALTER`
/// where
/// that is right, and its documented rebuild of a table where it is not. A plan is checked on a scratch database before
/// it
/// is handed out: it leads from the one model to the other, exactly.
///
/// Start with [Change], then [Planner].
@NullMarked
package dev.templedb.branchdb.changes;

import org.jspecify.annotations.NullMarked;
