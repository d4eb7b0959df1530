package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Migrations;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The databases, branches, tenants, versions and changes of one directory.
///
/// Thread-safe. There must be one object for a directory in a process; other processes may use the directory at the
/// same time. A commit is on the disk when it returns.
public final class Catalog implements AutoCloseable {
    /// The name of its file.
    public static final String NAME = "catalog.db";

    /// `BDbc`.
    private static final int APPLICATION_ID = 0x42446263;

    /// Which number of the page counts the processes that may leave files over: one that ends in peace takes itself
    /// off.
    private static final int UNTIDY = 2;

    static final Migrations SCHEMA = Migrations.of(
            Catalog.class,
            "V001__catalog.sql",
            "V002__row_bases.sql",
            "V003__deleted.sql",
            "V004__schema_parts.sql",
            "V005__row_merges.sql");

    /// What [#schemaOf] gives for a catalogue with all migrations; a test says so when a migration is added.
    static final Sha256 SCHEMA_HASH = Sha256.parse("75ef69f52ad341014940c943b548ec0599a0aeff829e932b29001ca6ef3407ff");

    private static final String STATEMENTS = """
            SELECT coalesce(sql, '') FROM sqlite_schema
             WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY type, name
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SqliteFile file;
    private final SharedPage page;
    private final Epoch epoch;
    private final Gates gates;
    private final Clock clock;
    private final Remembered<Long, SchemaVersion> versions = new Remembered<>();
    private final AtomicBoolean untidy = new AtomicBoolean();
    private @Nullable FileLock use;

    private Catalog(SqliteFile file, SharedPage page, Gates gates, Clock clock) {
        this.file = file;
        this.page = page;
        this.epoch = new Epoch(page);
        this.gates = gates;
        this.clock = clock;
    }

    /// Opens the catalogue in `directory`.
    ///
    /// @param isNew   whether it is made when it is missing
    /// @param tidying what to do first when another program was killed here and nobody else uses the directory
    /// @throws TempleException as [SqliteFile#open] does
    public static Catalog open(Path directory, boolean isNew, Clock clock, Consumer<Catalog> tidying) {
        OwnFiles.requireDatabase(directory.resolve(NAME));
        var options = SqliteOptions.forApplication(APPLICATION_ID)
                .withNoun("catalogue of databases")
                .withBusyTimeout(PATIENCE)
                .withCodes(OwnFiles.CODES)
                .withMigrations(SCHEMA);
        var file = SqliteFile.open(directory.resolve(NAME), isNew ? options.creating() : options);
        try {
            requireOurSchema(file);
            return begin(directory, file, clock, tidying);
        } catch (IOException e) {
            file.close();
            throw new TempleException(
                    ErrorCode.DATABASE_UNWRITABLE, "The directory of databases cannot be used: " + e + ".", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Catalog begin(Path directory, SqliteFile file, Clock clock, Consumer<Catalog> tidying)
            throws IOException {
        var page = new SharedPage(directory.resolve("epoch"));
        try {
            var gates = new Gates(directory.resolve("gates"), page, PATIENCE);
            try {
                var catalog = new Catalog(file, page, gates, clock);
                catalog.begin(tidying);
                return catalog;
            } catch (RuntimeException e) {
                gates.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            page.close();
            throw e;
        }
    }

    /// Triggers, views and constraints of others would take part in everything that is asked of the catalogue.
    private static void requireOurSchema(SqliteFile file) {
        var found = file.read(Catalog::schemaOf);
        if (!found.equals(SCHEMA_HASH)) {
            throw new TempleException(
                    ErrorCode.DATABASES_FOREIGN,
                    "The catalogue of databases %s has tables, views or triggers that branchdb did not make."
                            .formatted(file.path()));
        }
    }

    /// The SHA-256 of all statements that made what a catalogue has, in the order of names.
    static Sha256 schemaOf(Transaction tx) {
        var statements = tx.query(STATEMENTS).list(row -> row.text(1));
        return Sha256.of(String.join(";\n", statements).getBytes(StandardCharsets.UTF_8));
    }

    private void begin(Consumer<Catalog> tidying) {
        var alone = gates.tryUseAlone();
        if (alone.isPresent()) {
            try {
                settle();
                if (page.get(UNTIDY) != 0) {
                    tidying.accept(this);
                    page.set(UNTIDY, 0);
                    untidy.set(false);
                }
            } finally {
                Gates.release(alone.get());
            }
        }
        use = gates.use();
    }

    /// Says that files may be left over if this process ends now, so that the next one that is alone here tidies
    /// up.
    public void becomesUntidy() {
        if (untidy.compareAndSet(false, true)) {
            page.add(UNTIDY, 1);
        }
    }

    /// Counts the commits of all processes: what was read after it was asked is true as long as it is the same.
    /// Waits
    /// while a commit is under way.
    public long epoch() {
        long now = epoch.now();
        return Epoch.isUnderWay(now) ? settle() : now;
    }

    /// Whether nothing was committed since `epoch`. Costs nanoseconds.
    public boolean isStill(long then) {
        return epoch.now() == then;
    }

    /// Waits for the commit under way; when its process has died, says in its stead that it is over.
    private long settle() {
        while (true) {
            long now = epoch.now();
            if (!Epoch.isUnderWay(now)) {
                return now;
            }
            // Whoever announced a commit had the lock that this transaction has now.
            file.write(tx -> {
                epoch.end(now);
                return true;
            });
        }
    }

    /// Reads one consistent state.
    public <T extends @Nullable Object> T read(Function<Rows, T> work) {
        return file.read(tx -> work.apply(new Rows(tx, clock)));
    }

    /// Changes the catalogue, and lets every process know.
    public <T extends @Nullable Object> T write(Function<Rows, T> work) {
        var begun = new long[1];
        try {
            return file.write(tx -> {
                T result = work.apply(new Rows(tx, clock));
                begun[0] = epoch.begin();
                return result;
            });
        } finally {
            if (begun[0] != 0) {
                epoch.end(begun[0]);
            }
        }
    }

    /// Notes something on which no answer depends, so nobody is told.
    public void note(Function<Rows, ?> work) {
        file.write(tx -> work.apply(new Rows(tx, clock)));
    }

    /// A version of a schema. Those used last are kept; versions do not change.
    public SchemaVersion version(long id) {
        return versions.get(id, missing -> read(rows -> rows.versions().get(missing)));
    }

    /// What the clock says by which versions are dated.
    public Instant now() {
        return clock.instant();
    }

    /// The gate of a branch.
    public Gate gate(long branch) {
        return gates.of(branch);
    }

    /// Runs `work` while nobody else writes to or changes any of `branches`. All who take several gates take them
    /// in the
    /// same order.
    public <T extends @Nullable Object> T alone(Collection<Long> branches, Supplier<T> work) {
        var passages = new ArrayList<Passage>();
        try {
            branches.stream()
                    .sorted()
                    .distinct()
                    .forEach(branch -> passages.add(gate(branch).enterAlone()));
            return work.get();
        } finally {
            passages.reversed().forEach(Passage::close);
        }
    }

    @Override
    public void close() {
        if (untidy.get()) {
            page.add(UNTIDY, -1);
        }
        if (use != null) {
            Gates.release(use);
        }
        file.close();
        gates.close();
        page.close();
    }
}
