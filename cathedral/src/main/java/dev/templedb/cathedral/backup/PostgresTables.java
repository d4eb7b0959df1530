package dev.templedb.cathedral.backup;

import dev.templedb.cathedral.backup.BackupDirectory.Packed;
import dev.templedb.cathedral.sql.PostgresRows;
import dev.templedb.cathedral.transfer.Pack;
import dev.templedb.core.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// All tables of the registry, whatever feature they belong to, as rows of text.
final class PostgresTables {
    /// What is only about work that is under way.
    private static final Set<String> PASSING = Set.of(
            "device_codes",
            "idempotency_keys",
            "jobs",
            "login_failures",
            "password_resets",
            "rate_buckets",
            "sessions",
            "setup_tokens",
            "sign_ins",
            "upload_parts",
            "uploads");

    /// It goes on while everything else is replaced.
    private static final String STAYS = "jobs";

    /// Tables that are not written ahead hold what may be lost: counters, caches.
    private static final String TABLES = """
            SELECT c.relname AS name, array_agg(CAST(a.attname AS text) ORDER BY a.attnum) AS columns
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' AND c.relpersistence = 'p'
               AND c.relname <> 'flyway_schema_history'
             GROUP BY c.relname
             ORDER BY c.relname
            """;

    private static final String REFERENCES = """
            SELECT DISTINCT f.relname AS referring, t.relname AS referred
              FROM pg_constraint r JOIN pg_class f ON f.oid = r.conrelid JOIN pg_class t ON t.oid = r.confrelid
             WHERE r.contype = 'f' AND r.conrelid <> r.confrelid
               AND r.connamespace = CAST(current_schema() AS regnamespace)
            """;

    private static final String NUMBERED = """
            SELECT c.relname AS name, a.attname AS column
              FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
             WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'
            """;

    private static final String SCHEMA = """
            SELECT version FROM flyway_schema_history
             WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC LIMIT 1
            """;

    private static final String PACKS = "SELECT id, frame_bytes + index_bytes AS bytes, sha256 FROM packs ORDER BY id";

    /// @param columns those that are stored, without what the database computes itself
    record Table(String name, List<String> columns) {
        String quoted() {
            return "\"" + name + "\"";
        }

        String quotedColumns() {
            return columns.stream().map(column -> "\"" + column + "\"").collect(Collectors.joining(", "));
        }
    }

    /// Tables in an order in which rows can be added.
    List<Table> all(Handle handle) {
        var found = new LinkedHashMap<String, Table>();
        handle.createQuery(TABLES)
                .map((row, _) -> new Table(row.getString("name"), PostgresRows.texts(row, "columns")))
                .forEach(table -> found.put(table.name(), table));
        var needs = new HashMap<String, Set<String>>();
        handle.createQuery(REFERENCES)
                .map((row, _) -> Map.entry(row.getString("referring"), row.getString("referred")))
                .forEach(pair -> needs.computeIfAbsent(pair.getKey(), _ -> new HashSet<>())
                        .add(pair.getValue()));
        var ordered = new ArrayList<Table>();
        var done = new HashSet<String>();
        found.keySet().forEach(name -> add(name, found, needs, done, ordered));
        return ordered;
    }

    /// Adds what a table refers to before it. Tables do not refer to each other in a circle; a test would find out.
    private static void add(
            String name,
            Map<String, Table> found,
            Map<String, Set<String>> needs,
            Set<String> done,
            List<Table> ordered) {
        var table = found.get(name);
        if (table != null && done.add(name)) {
            needs.getOrDefault(name, Set.of()).forEach(needed -> add(needed, found, needs, done, ordered));
            ordered.add(table);
        }
    }

    /// Those whose rows belong into a backup.
    List<Table> lasting(Handle handle) {
        return all(handle).stream()
                .filter(table -> !PASSING.contains(table.name()))
                .toList();
    }

    /// The last migration of the database.
    String schema(Handle handle) {
        return handle.createQuery(SCHEMA).mapTo(String.class).one();
    }

    /// What packs there are.
    List<Packed> packs(Handle handle) {
        return handle.createQuery(PACKS)
                .map((row, _) -> new Packed(
                        Pack.key(PostgresRows.id(row, "id")),
                        row.getLong("bytes"),
                        Sha256.parse(row.getString("sha256"))))
                .list();
    }

    boolean isEmpty(Handle handle) {
        return handle.createQuery("SELECT NOT EXISTS (SELECT FROM users) AND NOT EXISTS (SELECT FROM audit_log)")
                .mapTo(Boolean.class)
                .one();
    }

    /// Writes the rows of a table.
    ///
    /// @return how many
    long copyOut(Handle handle, Table table, OutputStream out) throws IOException {
        try {
            return copies(handle)
                    .copyOut("COPY %s (%s) TO STDOUT".formatted(table.quoted(), table.quotedColumns()), out);
        } catch (SQLException failure) {
            throw new IOException("the table %s can not be read".formatted(table.name()), failure);
        }
    }

    /// Adds rows to a table.
    long copyIn(Handle handle, Table table, InputStream in) throws IOException {
        try {
            return copies(handle)
                    .copyIn("COPY %s (%s) FROM STDIN".formatted(table.quoted(), table.quotedColumns()), in);
        } catch (SQLException failure) {
            throw new IOException("the table %s can not be written".formatted(table.name()), failure);
        }
    }

    private static CopyManager copies(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
    }

    /// Keeps everybody from writing until the transaction ends; readers go on.
    void lock(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '60s'");
        handle.execute("LOCK TABLE %s IN EXCLUSIVE MODE"
                .formatted(all(handle).stream().map(Table::quoted).collect(Collectors.joining(", "))));
    }

    /// Removes all rows. Readers see them until the transaction ends.
    void clear(Handle handle) {
        all(handle).reversed().stream()
                .filter(table -> !table.name().equals(STAYS))
                .forEach(table -> handle.execute("DELETE FROM " + table.quoted()));
    }

    /// Lets numbers that the database gives go on behind those that are there.
    void number(Handle handle) {
        handle.createQuery(NUMBERED)
                .map((row, _) -> Map.entry(row.getString("name"), row.getString("column")))
                .list()
                .forEach(pair -> handle.createQuery("""
                                SELECT setval(pg_get_serial_sequence('"%1$s"', '%2$s'),
                                              greatest((SELECT coalesce(max("%2$s"), 0) + 1 FROM "%1$s"),
                                                       nextval(pg_get_serial_sequence('"%1$s"', '%2$s'))), false)
                                """.formatted(pair.getKey(), pair.getValue()))
                        .mapTo(Long.class)
                        .one());
    }

    /// Tells the planner about the new rows.
    void analyze(Handle handle) {
        handle.execute("ANALYZE");
    }
}
