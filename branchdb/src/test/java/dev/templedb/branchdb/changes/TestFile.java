package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A real file with a schema whose identities are known, as a tenant of a branch is.
final class TestFile implements AutoCloseable {
    final SqliteFile file;
    private Schema schema = Schema.EMPTY;

    TestFile(Path path) {
        file = SqliteFile.open(path, SqliteOptions.forApplication(1).creating());
    }

    /// Begins with whatever the script makes.
    static TestFile of(Path path, String script) {
        var made = new TestFile(path);
        made.script(script);
        made.schema = made.read().identified();
        return made;
    }

    /// Begins with a schema.
    static TestFile of(Path path, Schema schema) {
        var made = new TestFile(path);
        made.file.writeSchema(tx -> {
            SchemaPlan.ofStatements(schema.createStatements()).run(tx);
            return true;
        });
        made.schema = schema;
        return made;
    }

    Schema schema() {
        return schema;
    }

    /// What the file says.
    Schema read() {
        return file.read(SchemaReader::read);
    }

    void script(String sql) {
        file.write(tx -> {
            tx.script(sql);
            return true;
        });
    }

    /// Makes the changes, and checks that the file is what the model says.
    Planned apply(Change... changes) {
        var planned = Planner.plan(schema, Arrays.asList(changes));
        apply(planned);
        return planned;
    }

    void apply(Planned planned) {
        file.writeSchema(tx -> {
            planned.plan().run(tx);
            return true;
        });
        schema = planned.to();
        if (!read().hash().equals(schema.hash())) {
            throw new AssertionError(
                    "the file has %s and not %s".formatted(read().createStatements(), schema.createStatements()));
        }
        if (!file.integrityCheck().isEmpty()) {
            throw new AssertionError(file.integrityCheck());
        }
    }

    List<Offence> trial(Change... changes) {
        var planned = Planner.plan(schema, Arrays.asList(changes));
        var offences = new java.util.ArrayList<Offence>();
        try {
            file.writeSchema(tx -> {
                offences.addAll(planned.plan().trial(tx));
                throw new Undone();
            });
        } catch (Undone done) {
            return offences;
        }
        throw new AssertionError();
    }

    /// The rows of a query, each as its values with a bar between.
    List<String> rows(String sql) {
        return file.read(tx -> tx.query("SELECT concat_ws('|', " + sql.replaceFirst(" FROM ", ") FROM "))
                .list(row -> row.text(1)));
    }

    @SuppressWarnings("serial")
    private static final class Undone extends RuntimeException {}

    @Override
    public void close() {
        file.close();
    }
}
