package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Moves one file between the versions of a schema.
///
/// Takes the write lock first and then looks at the version again, so two processes that migrate at once do each step
/// once. An upgrade is one transaction, however many steps it has: each commit waits for the disk, and a new file has
/// all steps before it.
final class Migrator {
    private static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version    INTEGER PRIMARY KEY,
                name       TEXT NOT NULL,
                checksum   TEXT NOT NULL,
                applied_at TEXT NOT NULL
            ) STRICT
            """;
    private static final String ADD = """
            INSERT INTO schema_migrations (version, name, checksum, applied_at)
            VALUES (:version, :name, :checksum, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
            """;
    private static final String REMOVE = "DELETE FROM schema_migrations WHERE version = :version";
    private static final String LIST =
            "SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version";
    private static final String HAS_TABLE =
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'";

    private final Session session;
    private final Migrations migrations;

    Migrator(Session session, Migrations migrations) {
        this.session = session;
        this.migrations = migrations;
    }

    int version() throws SQLException {
        return (int) session.selectLong("PRAGMA user_version");
    }

    /// Refuses a file of a newer program.
    void requireNotNewer(int version) {
        if (version > migrations.latest()) {
            throw session.errors()
                    .of(
                            ErrorCode.TEMPLE_NEWER,
                            "has schema version " + version + ", but this program knows only versions up to "
                                    + migrations.latest() + ".");
        }
    }

    /// Applies every step that the file lacks, or none when one of them fails.
    void upgrade() throws SQLException {
        if (version() < migrations.latest()) {
            inTransaction(this::upgradeToLatest);
        }
    }

    /// Takes back every step after version `to`.
    void downgrade(int to) throws SQLException {
        if (to < 0 || to > migrations.latest()) {
            throw new IllegalArgumentException("versions go from 0 to " + migrations.latest() + ": " + to);
        }
        while (version() > to) {
            inTransaction(tx -> downgradeOnce(tx, to));
        }
    }

    /// Moves the new schema into the file, so that a disk filled by the log later leaves no page homeless.
    void checkpoint() {
        session.tryToShrinkLog();
    }

    private void upgradeToLatest(Transaction tx) throws SQLException {
        int version = version();
        requireNotNewer(version);
        verify(tx);
        if (version == migrations.latest()) {
            return;
        }
        session.execute(CREATE_TABLE);
        for (var step : migrations.after(version)) {
            session.execute(step.up());
            tx.update(ADD)
                    .bind("version", step.version())
                    .bind("name", step.name())
                    .bind("checksum", step.checksum().hex())
                    .execute();
        }
        session.execute("PRAGMA user_version = " + migrations.latest());
    }

    private void downgradeOnce(Transaction tx, int to) throws SQLException {
        int version = version();
        requireNotNewer(version);
        verify(tx);
        if (version <= to) {
            return;
        }
        session.execute(migrations.step(version).down());
        tx.update(REMOVE).bind("version", version).execute();
        session.execute("PRAGMA user_version = " + (version - 1));
    }

    private interface Step {
        void run(Transaction tx) throws SQLException;
    }

    private void inTransaction(Step step) throws SQLException {
        session.execute("PRAGMA foreign_keys = OFF");
        session.beginWrite();
        var tx = new Transaction(session, null);
        try {
            step.run(tx);
            requireForeignKeys(tx);
            tx.end();
            session.commit();
        } catch (SQLException | RuntimeException e) {
            tx.end();
            session.rollback();
            throw e;
        } finally {
            session.execute("PRAGMA foreign_keys = ON");
        }
    }

    private void requireForeignKeys(Transaction tx) {
        tx.query("PRAGMA foreign_key_check").first(row -> row.text(1)).ifPresent(table -> {
            throw session.errors()
                    .of(ErrorCode.INTERNAL, "would have broken references in table " + table + " after a migration.");
        });
    }

    /// Refuses a file whose applied steps had another text than ours.
    void verify(Transaction tx) {
        for (var status : list(tx)) {
            if (status.state() == MigrationStatus.State.CHANGED) {
                throw session.errors()
                        .of(
                                ErrorCode.MIGRATION_CHANGED,
                                "was made with another migration " + status.version() + " (" + status.name() + ").");
            }
        }
    }

    /// Every step known to the file or to the program, in order.
    List<MigrationStatus> list(Transaction tx) {
        var all = new TreeMap<Integer, MigrationStatus>();
        for (var step : migrations.after(0)) {
            all.put(
                    step.version(),
                    new MigrationStatus(step.version(), step.name(), MigrationStatus.State.PENDING, null));
        }
        if (tx.query(HAS_TABLE).exists()) {
            tx.query(LIST)
                    .forEach(row -> all.put(
                            row.intValue(1), applied(row.intValue(1), row.text(2), row.text(3), row.instant(4))));
        }
        return new ArrayList<>(all.values());
    }

    private MigrationStatus applied(int version, String name, String checksum, Instant at) {
        if (version < 1 || version > migrations.latest()) {
            return new MigrationStatus(version, name, MigrationStatus.State.UNKNOWN, at);
        }
        boolean same = migrations.step(version).checksum().hex().equals(checksum);
        return new MigrationStatus(
                version, name, same ? MigrationStatus.State.APPLIED : MigrationStatus.State.CHANGED, at);
    }
}
