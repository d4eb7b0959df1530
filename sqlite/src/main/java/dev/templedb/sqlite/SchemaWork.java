package dev.templedb.sqlite;

/// The settings of a connection while a schema is changed, which no transaction brings back.
final class SchemaWork {
    static final String BEFORE = "PRAGMA foreign_keys = OFF";

    /// `legacy_alter_table` may have been left on by a change that failed.
    static final String AFTER = "PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF";

    private SchemaWork() {}
}
