package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// Whole databases, read from all tables and added to them.
public final class SqliteWritten {
    private static final String UNDO = "undo";
    private static final String NO_STEPS = "[]";

    private static final String VERSIONS = """
            WITH RECURSIVE reached (id) AS (
                SELECT head FROM branches WHERE database = :database AND name NOT GLOB '__deleted_*'
                UNION SELECT forked_at FROM branches WHERE database = :database AND name NOT GLOB '__deleted_*'
                UNION SELECT c.version FROM changes c JOIN branches b ON b.id = c.branch
                       WHERE b.database = :database AND b.name NOT GLOB '__deleted_*'
                UNION SELECT p.id FROM reached JOIN schema_versions v ON v.id = reached.id
                        JOIN schema_versions p ON p.id IN (v.predecessor, v.merged_from))
            SELECT v.id, v.predecessor, v.merged_from, m.model, v.made_at
              FROM reached JOIN schema_versions v ON v.id = reached.id JOIN schema_models m ON m.id = v.id
             ORDER BY v.id
            """;
    private static final String SET_TIME = "UPDATE databases SET created_at = :at WHERE id = :id";
    private static final String ADD_VERSION = """
            INSERT INTO schema_versions (database, predecessor, merged_from, hash, model, steps, inverse, made_at)
            VALUES (:database, :predecessor, :mergedFrom, :hash, :model, :steps, :inverse, :at)
            """;
    private static final String ADD_BRANCH = """
            INSERT INTO branches (database, name, parent, forked_at, head, template, protected, created_at)
            VALUES (:database, :name, :parent, :forkedAt, :head, :template, :protected, :at)
            """;
    private static final String ADD_CHANGE = """
            INSERT INTO changes (branch, position, version, kind, details, sql, origin, undone, made_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """;
    private static final String ADD_TENANT =
            "INSERT INTO tenants (branch, name, file, created_at) VALUES (?1, ?2, ?3, ?4)";

    private final Transaction tx;
    private final Rows rows;

    SqliteWritten(Transaction tx, Rows rows) {
        this.tx = tx;
        this.rows = rows;
    }

    /// Everything that is said of a database.
    ///
    /// @throws TempleException with `DATABASE_NOT_FOUND`
    public WrittenDatabase get(String name) {
        var database = rows.databases().get(name);
        var numbers = new HashMap<Long, Integer>();
        var versions = new ArrayList<WrittenDatabase.Version>();
        tx.query(VERSIONS).bind("database", database.id()).forEach(row -> {
            versions.add(toVersion(row, numbers));
            numbers.put(row.longValue("id"), versions.size());
        });
        var branches = rows.branches().list(database.id()).stream()
                .map(branch -> written(branch, numbers))
                .toList();
        return new WrittenDatabase(name, database.description(), database.createdAt(), versions, branches);
    }

    private static WrittenDatabase.Version toVersion(Row row, Map<Long, Integer> numbers) {
        return new WrittenDatabase.Version(
                number(row.nullableLong("predecessor"), numbers),
                number(row.nullableLong("merged_from"), numbers),
                row.text("model"),
                row.instant("made_at"));
    }

    private static OptionalInt number(@Nullable Long id, Map<Long, Integer> numbers) {
        var number = id == null ? null : numbers.get(id);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private WrittenDatabase.Branch written(BranchRow branch, Map<Long, Integer> numbers) {
        return new WrittenDatabase.Branch(
                branch.name(),
                branch.parent(),
                known(numbers, branch.forkedAt()),
                known(numbers, branch.head()),
                branch.isProtected(),
                branch.createdAt(),
                rows.changes().list(branch.id()).stream()
                        .map(change -> written(change, numbers))
                        .toList(),
                rows.tenants().list(branch.id()).stream()
                        .map(tenant -> new WrittenDatabase.Tenant(tenant.name(), tenant.createdAt()))
                        .toList());
    }

    private static int known(Map<Long, Integer> numbers, long version) {
        return Optional.ofNullable(numbers.get(version)).orElseThrow();
    }

    private static WrittenDatabase.Change written(ListedChange change, Map<Long, Integer> numbers) {
        boolean isUndo = change.kind().equals(UNDO);
        return new WrittenDatabase.Change(
                known(numbers, change.version()),
                change.kind(),
                isUndo ? "{}" : change.details(),
                isUndo ? number(undone(change.details()), numbers) : OptionalInt.empty(),
                change.sql(),
                change.origin(),
                change.isUndone(),
                change.madeAt());
    }

    private static @Nullable Long undone(String details) {
        try {
            return JsonReader.readObject(details.getBytes(StandardCharsets.UTF_8))
                    .whole("version")
                    .orElse(null);
        } catch (JsonReader.InvalidJson e) {
            throw new TempleException(ErrorCode.INTERNAL, "The catalogue of databases has JSON that is none.", e);
        }
    }

    /// What is added with a database: files by number, and hashes.
    ///
    /// @param hashes    of the model of each version, in order
    /// @param template  by number of a version that a branch is at, the file of an empty tenant
    /// @param file      the file of a tenant, when it has one
    /// @param hasVersion told the number in the catalogue of each version
    public record Additions(List<String> hashes, IntToLongFunction template, FileOfTenant file, HasVersion hasVersion) {
        /// Which file a tenant has.
        @FunctionalInterface
        public interface FileOfTenant {
            OptionalLong of(String branch, String tenant);
        }

        /// Which number of the catalogue a version got.
        @FunctionalInterface
        public interface HasVersion {
            void is(int number, long id);
        }

        public Additions {
            hashes = List.copyOf(hashes);
        }
    }

    /// Adds a database as another place has it. Files are at the versions of their branches, so no steps are kept;
    /// a way back
    /// is planned when it is asked for.
    ///
    /// @throws TempleException with `DATABASE_EXISTS`
    public void add(WrittenDatabase written, Additions additions) {
        long database = rows.databases().add(written.name(), written.description());
        tx.update(SET_TIME).bind("at", written.createdAt()).bind("id", database).execute();
        var ids = new long[written.versions().size() + 1];
        for (int number = 1; number < ids.length; number++) {
            ids[number] =
                    add(database, written.version(number), additions.hashes().get(number - 1), ids);
            additions.hasVersion().is(number, ids[number]);
        }
        for (var branch : written.branches()) {
            long id = add(database, branch, ids, additions.template().applyAsLong(branch.head()));
            addChanges(id, branch.changes(), ids);
            addTenants(id, branch, additions.file());
        }
    }

    private long add(long database, WrittenDatabase.Version version, String hash, long[] ids) {
        var predecessor = id(version.after(), ids);
        tx.update(ADD_VERSION)
                .bind("database", database)
                .bind("predecessor", predecessor)
                .bind("mergedFrom", id(version.mergedFrom(), ids))
                .bind("hash", hash)
                .bind("model", new SqliteSchemaParts(tx).add(database, predecessor, version.model()))
                .bind("steps", NO_STEPS)
                .bind("inverse", SchemaVersion.NOT_KEPT)
                .bind("at", version.madeAt())
                .execute();
        return tx.lastInsertRowId();
    }

    private static @Nullable Long id(OptionalInt number, long[] ids) {
        return number.isPresent() ? (Long) ids[number.getAsInt()] : null;
    }

    private long add(long database, WrittenDatabase.Branch branch, long[] ids, long template) {
        tx.update(ADD_BRANCH)
                .bind("database", database)
                .bind("name", branch.name())
                .bind("parent", branch.parent().orElse(null))
                .bind("forkedAt", ids[branch.forkedAt()])
                .bind("head", ids[branch.head()])
                .bind("template", template)
                .bind("protected", branch.isProtected())
                .bind("at", branch.createdAt())
                .execute();
        return tx.lastInsertRowId();
    }

    private void addChanges(long branch, List<WrittenDatabase.Change> changes, long[] ids) {
        tx.batch(ADD_CHANGE, batch -> {
            int position = 0;
            for (var change : changes) {
                position++;
                batch.set(1, branch)
                        .set(2, position)
                        .set(3, ids[change.version()])
                        .set(4, change.kind())
                        .set(5, details(change, ids))
                        .set(6, change.sql())
                        .set(7, change.origin().orElse(null))
                        .set(8, change.isUndone())
                        .set(9, change.madeAt())
                        .add();
            }
        });
    }

    private static String details(WrittenDatabase.Change change, long[] ids) {
        if (change.undoes().isEmpty()) {
            return change.details();
        }
        var json = Json.Obj.empty().with("version", ids[change.undoes().getAsInt()]);
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }

    private void addTenants(long branch, WrittenDatabase.Branch written, Additions.FileOfTenant files) {
        tx.batch(ADD_TENANT, batch -> {
            for (var tenant : written.tenants()) {
                batch.set(1, branch).set(2, tenant.name()).set(4, tenant.createdAt());
                var file = files.of(written.name(), tenant.name());
                if (file.isPresent()) {
                    batch.set(3, file.getAsLong()).add();
                } else {
                    batch.setNull(3).add();
                }
            }
        });
    }
}
