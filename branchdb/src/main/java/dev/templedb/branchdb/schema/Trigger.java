package dev.templedb.branchdb.schema;

/// A trigger of a table or view, other than the engine's own.
///
/// @param name   unique among all triggers
/// @param target the table or view
/// @param event  when it fires, as it was written: what stands between the name and `ON`, such as
///               `AFTER UPDATE OF a, b`
/// @param body   what stands behind the name of the target, from `FOR EACH ROW`, `WHEN` or `BEGIN` to `END`
public record Trigger(String name, String target, String event, String body) {
    /// The whole statement that makes it.
    public String createSql() {
        return "CREATE TRIGGER " + SqlName.quote(name) + " " + event + " ON " + SqlName.quote(target) + " " + body;
    }
}
