package dev.templedb.temple.query;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.ReadOnlyQuery;
import dev.templedb.sqlite.SqlValue;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Tools whose tables can be asked for under their own names. The views are made for one connection; see the SQL files
/// beside this class for what each column is.
public enum TableNames {
    /// The Python tool: `projects`, `project_files`, `file_contents`, `file_versions`, `vcs_branches`,
    /// `vcs_commits`,
    /// `vcs_tags`.
    TEMPLEDB,
    /// The designer of user interfaces: `projects`, `templates`, `workflow_events`, `analytics`.
    PYGUBU,
    /// The generator of applications: `projects`, `generation_sequences`, `generation_nodes`, `ast_cache`,
    /// `project_cache`.
    COFOUNDER,
    /// The registry of projects: `projects` with everything in the column `data`.
    TEKTON;

    /// The bytes of a blob by its git id, as the views of the files' contents ask for them.
    private static final String CONTENT = "temple_content";

    /// Larger contents are NULL: a row of a query may not be much larger.
    private static final long MOST_CONTENT_BYTES = 8 << 20;

    /// The tool of that name, if it is one of these.
    public static Optional<TableNames> of(String word) {
        return Arrays.stream(values())
                .filter(names -> names.word().equals(word))
                .findFirst();
    }

    /// The word for it on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The statements that make the views.
    String views() {
        return resource("as-" + word() + ".sql");
    }

    void addTo(ReadOnlyQuery query) {
        if (this == TEMPLEDB) {
            query.withFunction(CONTENT, tx -> {
                var objects = new StoredObjects(tx);
                return id -> content(objects, id);
            });
        }
        query.withTemporary(views());
    }

    private static SqlValue content(StoredObjects objects, SqlValue argument) {
        if (!(argument instanceof SqlValue.Blob(var bytes)) || bytes.length != GitId.BYTES) {
            return new SqlValue.Null();
        }
        var id = GitId.ofBytes(bytes);
        return objects.blobBytes(id) > MOST_CONTENT_BYTES
                ? new SqlValue.Null()
                : new SqlValue.Blob(objects.read(id).bytes());
    }

    static String resource(String name) {
        try (var in = TableNames.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
