package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.tenants.Edit;
import dev.templedb.branchdb.tenants.Editor;
import dev.templedb.sqlite.ScratchDatabase;
import java.util.List;
import java.util.Optional;

/// Changes written as plain SQL.
final class Edits {
    private Edits() {}

    /// A change that nobody takes back.
    static Editor sql(String... statements) {
        return sql(List.of(statements), List.of());
    }

    static Editor sql(List<String> statements, List<String> inverse) {
        return current -> edit(current, statements, inverse);
    }

    /// A table of notes with some columns.
    static Editor notes() {
        return sql(
                List.of("CREATE TABLE notes (id TEXT PRIMARY KEY NOT NULL, text TEXT, size INTEGER)"),
                List.of("DROP TABLE notes"));
    }

    static Editor addColumn(String name) {
        return sql(
                List.of("ALTER TABLE notes ADD COLUMN %s TEXT".formatted(name)),
                List.of("ALTER TABLE notes DROP COLUMN %s".formatted(name)));
    }

    private static Edit edit(Schema current, List<String> statements, List<String> inverse) {
        var changes = statements.stream()
                .map(sql -> new NewChange("sql", "{}", sql, Optional.empty()))
                .toList();
        return new Edit(
                after(current, statements),
                SchemaPlan.ofStatements(statements),
                SchemaPlan.ofStatements(inverse),
                changes.isEmpty() ? List.of(new NewChange("sql", "{}", "", Optional.empty())) : changes);
    }

    private static Schema after(Schema current, List<String> statements) {
        try (var scratch = new ScratchDatabase()) {
            return scratch.run(tx -> {
                current.createStatements().forEach(tx::script);
                for (var statement : statements) {
                    try {
                        tx.script(statement);
                    } catch (RuntimeException failsOnThoseFilesToo) {
                        break;
                    }
                }
                return SchemaReader.read(tx).identifiedBy(current);
            });
        }
    }
}
