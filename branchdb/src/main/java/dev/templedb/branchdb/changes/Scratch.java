package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.ScratchDatabase;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Asks SQLite what it makes of a schema, in an empty database in memory. A question costs about a millisecond, and
/// twenty microseconds for each table.
final class Scratch {
    /// SQLite reads every view and trigger again when a table is renamed, and objects to those that are broken.
    private static final String READ_ALL_AGAIN = """
            CREATE TABLE "__probe" (a);
            ALTER TABLE "__probe" RENAME TO "__probe2";
            DROP TABLE "__probe2";
            """;

    private Scratch() {}

    /// What `work` finds.
    ///
    /// @throws TempleException with `SCHEMA_SQL_INVALID` and SQLite's words, when it objects
    static <T> T ask(Function<Transaction, T> work) {
        try (var sqlite = new ScratchDatabase()) {
            var answer = new ArrayList<T>(1);
            refuse(sqlite.objection(tx -> answer.add(work.apply(tx))));
            return answer.getFirst();
        }
    }

    /// What SQLite says against `work`.
    static Optional<String> objection(Consumer<Transaction> work) {
        try (var sqlite = new ScratchDatabase()) {
            return sqlite.objection(work);
        }
    }

    /// The schema after SQLite's own `alteration` of `table`.
    static Schema altered(Schema schema, String table, String alteration) {
        var part = Related.of(schema, List.of(table));
        var changed = ask(tx -> {
            create(tx, part);
            PlanStatements.requireChange(alteration);
            tx.script(alteration);
            return SchemaReader.read(tx);
        });
        return Related.replace(schema, part, changed);
    }

    /// What SQLite says against `schema`.
    static Optional<String> objection(Schema schema) {
        return objection(tx -> {
            create(tx, schema);
            requireUsable(tx, schema);
        });
    }

    static void create(Transaction tx, Schema schema) {
        run(tx, schema.createStatements());
    }

    /// Has SQLite compile everything in `schema`, which `tx` has.
    static void requireUsable(Transaction tx, Schema schema) {
        tx.script(READ_ALL_AGAIN);
        for (var view : schema.views()) {
            // Only compiled: a view that never ends would be run in part even for no rows of it.
            tx.query("EXPLAIN SELECT * FROM %s".formatted(SqlName.quote(view.name())))
                    .exists();
        }
        for (var table : schema.tables()) {
            // Compiles defaults and generated columns, which no statement above has looked at.
            tx.query("EXPLAIN INSERT INTO %s DEFAULT VALUES".formatted(SqlName.quote(table.name())))
                    .exists();
        }
    }

    private static void run(Transaction tx, List<String> statements) {
        if (!statements.isEmpty()) {
            String script = String.join(";\n", statements);
            PlanStatements.requireChange(script);
            tx.script(script);
        }
    }

    private static void refuse(Optional<String> objection) {
        objection.ifPresent(words -> {
            throw new TempleException(
                    ErrorCode.SCHEMA_SQL_INVALID, "SQLite does not take this schema: %s.".formatted(words));
        });
    }
}
