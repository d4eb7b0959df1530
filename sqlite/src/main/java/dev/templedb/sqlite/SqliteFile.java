package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One open SQLite database file, read and written in transactions.
///
/// Thread-safe. Within the process one thread writes at a time and up to eight read beside it; other processes may use
/// the file at the same time. A committed write survives a crash of the process and of the machine (WAL,
/// `synchronous=FULL`).
/// Every failure is a [TempleException] whose message names the file.
///
/// ```java
/// try (var file = SqliteFile.open(path, SqliteOptions.forApplication(ID).withMigrations(SCHEMA).creating())) {
///     file.write(tx -> tx.update("INSERT INTO project (slug) VALUES (:slug)").bind("slug", "web-app").execute());
///     var slugs = file.read(tx -> tx.query("SELECT slug FROM project").list(row -> row.text(1)));
/// }
/// ```
public final class SqliteFile implements AutoCloseable {
    private static final int MAX_READERS = 8;

    private final Path path;
    private final SqliteOptions options;
    private final SqliteErrors errors;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final Set<Thread> inTransaction = ConcurrentHashMap.newKeySet();
    private final SessionPool sessions;
    private final File log;

    private SqliteFile(Path path, SqliteOptions options) {
        this.path = path;
        this.log = new File(path + "-wal");
        this.options = options;
        this.errors = new SqliteErrors(options, path);
        this.sessions = new SessionPool(path, options, errors);
    }

    /// Opens the file, makes it if `options` say so, and brings its schema up to date.
    ///
    /// An up-to-date file costs one connection, two numbers read and one round of settings. A new file
    /// can be read by its owner alone, as can the directories made for it.
    ///
    /// @throws TempleException with `TEMPLE_NOT_FOUND` when there is no file; `TEMPLE_NOT_A_TEMPLE` for a
    ///         directory, another kind of file, or a database of another application; `TEMPLE_UNWRITABLE` when
    /// permissions
    ///         are missing; `TEMPLE_ON_NETWORK`; `TEMPLE_CORRUPT`; `TEMPLE_NEWER` or `MIGRATION_CHANGED` when the
    ///         schema is not ours; `TEMPLE_BUSY` when another process keeps the file locked; `DISK_FULL`
    public static SqliteFile open(Path path, SqliteOptions options) {
        var file = new SqliteFile(path.toAbsolutePath().normalize(), options);
        new FilePlace(file.path, file.errors).prepare(options);
        try {
            new FirstSession(options, file.errors).open(file.sessions);
            return file;
        } catch (SQLException e) {
            file.close();
            throw file.errors.translate(e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// The absolute path of the file.
    public Path path() {
        return path;
    }

    /// Runs `work` on one consistent state of the file. Writing fails.
    ///
    /// Waits while eight other threads read. `work` must not begin another transaction on this file.
    public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return exclusively(() -> {
            readers.acquireUninterruptibly();
            try {
                return inSession(session -> {
                    session.beginRead();
                    return runInTransaction(session, work);
                });
            } finally {
                readers.release();
            }
        });
    }

    /// Runs `work` and commits what it did; when it throws, nothing of it remains.
    ///
    /// When this method returns, the changes are on the disk. Waits for other writers, in this process and others,
    /// for as
    /// long as the busy timeout. `work` must not begin another transaction on this file.
    ///
    /// @throws TempleException with `TEMPLE_BUSY` when the timeout passes, `DISK_FULL`, `TEMPLE_UNWRITABLE`
    ///         for a file opened read-only, or what `work` throws
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        return asWriter(session -> {
            session.beginWrite();
            try {
                return runInTransaction(session, work);
            } catch (TempleException e) {
                if (e.code() == ErrorCode.DISK_FULL) {
                    session.tryToShrinkLog();
                }
                throw e;
            }
        });
    }

    /// As [#write], for changes of a schema: foreign keys are neither enforced nor followed, so a table can be made
    /// anew and take the place of the old one without a row of another table being touched. SQLite can switch them
    /// off
    /// only before a transaction begins. Whoever breaks references here has to find them with `PRAGMA
    /// foreign_key_check`.
    public <T extends @Nullable Object> T writeSchema(Function<Transaction, T> work) {
        return asSchemaWriter(work, false);
    }

    /// As [#writeSchema], and takes everything back at the end: what `work` returns is all that is left.
    public <T extends @Nullable Object> T rehearseSchema(Function<Transaction, T> work) {
        return asSchemaWriter(work, true);
    }

    private <T extends @Nullable Object> T asSchemaWriter(Function<Transaction, T> work, boolean isRehearsal) {
        return asWriter(session -> {
            session.execute(SchemaWork.BEFORE);
            try {
                session.beginWrite();
                return runInTransaction(session, work, isRehearsal);
            } finally {
                session.execute(SchemaWork.AFTER);
            }
        });
    }

    /// Writes a copy of one consistent state to `target`, page by page, for somebody who goes on working with it:
    /// the
    /// rows are where they were, and the caller sees to it that the copy gets to the disk.
    ///
    /// Others may go on reading and writing. A copy that fails leaves nothing. Takes up to 64 MB of memory.
    ///
    /// @throws TempleException with `TARGET_NOT_EMPTY` when `target` exists, `DISK_FULL`, `TARGET_UNWRITABLE`
    public void copyTo(Path target) {
        exclusively(() -> inSession(session -> {
            new Backup(session, path).pagesTo(target.toAbsolutePath().normalize());
            return true;
        }));
    }

    /// Copies the file of another program as [#copyTo] does, without opening it for longer and without leaving
    /// anything
    /// beside it: when nobody has it open, it is read as it lies there, and once more through SQLite's locks if
    /// somebody
    /// came meanwhile. Only a file that is in use, or whose user was killed, is opened as one that others may
    /// write.
    ///
    /// @throws TempleException as [#open] and [#copyTo] do
    public static void copyOf(Path source, Path target, SqliteOptions options) {
        var path = source.toAbsolutePath().normalize();
        var errors = new SqliteErrors(options, path);
        new FilePlace(path, errors).prepare(options.readOnly());
        try {
            if (!isInUse(path) && copyUnused(path, target, errors)) {
                return;
            }
        } catch (IOException e) {
            throw errors.translate(e);
        }
        try (var file = open(path, options.readOnly())) {
            file.copyTo(target);
        }
    }

    /// Reads a file as it lies there, when nobody has it open: a fraction of what [#open] costs, and nothing is
    /// left
    /// beside it.
    ///
    /// @param options as for [#open]; the file is not written to, but it must be one that could be
    /// @return nothing when the file is in use, was left by somebody who was killed, is changed meanwhile, or
    /// cannot be
    ///         read: [#open] says why
    public static <T> Optional<T> glance(Path file, SqliteOptions options, Function<Transaction, T> work) {
        var path = file.toAbsolutePath().normalize();
        var errors = new SqliteErrors(options, path);
        try {
            new FilePlace(path, errors).prepare(options);
            if (isInUse(path)) {
                return Optional.empty();
            }
            var time = Files.getLastModifiedTime(path);
            long bytes = Files.size(path);
            T found;
            try (var session = Session.open(Session.uri(path) + "?immutable=1", true, 0, errors)) {
                if (session.selectLong("PRAGMA application_id") != options.applicationId()) {
                    return Optional.empty();
                }
                session.beginRead();
                var tx = new Transaction(session, options.statementCounter());
                found = work.apply(tx);
                tx.end();
                session.rollback();
            }
            boolean isStill = !isInUse(path)
                    && Files.size(path) == bytes
                    && Files.getLastModifiedTime(path).equals(time);
            return isStill ? Optional.of(found) : Optional.empty();
        } catch (IOException | SQLException | TempleException e) {
            return Optional.empty();
        }
    }

    private static boolean isInUse(Path path) {
        return Stream.of("-wal", "-journal")
                .anyMatch(end -> Files.exists(path.resolveSibling(path.getFileName() + end)));
    }

    /// Returns false, and leaves nothing, when the file was changed meanwhile.
    private static boolean copyUnused(Path path, Path target, SqliteErrors errors) throws IOException {
        var time = Files.getLastModifiedTime(path);
        long bytes = Files.size(path);
        try (var session = Session.open(Session.uri(path) + "?immutable=1", true, 0, errors)) {
            new Backup(session, path).pagesTo(target.toAbsolutePath().normalize());
        } catch (SQLException e) {
            throw errors.translate(e);
        }
        if (!isInUse(path)
                && Files.size(path) == bytes
                && Files.getLastModifiedTime(path).equals(time)) {
            return true;
        }
        Files.deleteIfExists(target);
        return false;
    }

    /// Bytes of the log: what has been written and not been moved into the file yet, or has been and is still there
    /// to be overwritten. One call of the system.
    public long logBytes() {
        return log.length();
    }

    /// Moves what it can from the log into the file beside readers and writers, and waits for nobody.
    public void moveLog() {
        exclusively(() -> inSession(session -> {
            session.selectLong("PRAGMA wal_checkpoint(PASSIVE)");
            return true;
        }));
    }

    /// As [#checkpoint], but does not wait for readers of older states.
    ///
    /// @return whether the log is empty now
    public boolean tryCheckpoint() {
        try {
            return asWriter(session -> {
                session.database().busy_timeout(0);
                try {
                    return session.selectLong("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
                } finally {
                    session.database()
                            .busy_timeout((int) Math.min(options.busyTimeout().toMillis(), Integer.MAX_VALUE));
                }
            });
        } catch (TempleException failure) {
            if (failure.code() == ErrorCode.DISK_FULL || failure.code() == ErrorCode.TEMPLE_BUSY) {
                return false;
            }
            throw failure;
        }
    }

    /// Refuses a directory on another machine, where locks do not hold.
    ///
    /// @param noun what messages call what lies there
    /// @throws TempleException with `TEMPLE_ON_NETWORK`
    public static void requireLocal(Path directory, String noun) {
        var errors = new SqliteErrors(noun, directory);
        try {
            new FilePlace(directory, errors).requireLocal();
        } catch (IOException e) {
            throw errors.translate(e);
        }
    }

    /// Moves everything from the log into the file and empties the log; worth its cost after an import.
    ///
    /// What was written is safe in the log already, so a checkpoint that cannot be made is no failure: a later one
    /// does it.
    ///
    /// @return whether it could finish; false when another process was reading an older state, or the disk is full
    public boolean checkpoint() {
        try {
            return asWriter(session -> session.selectLong("PRAGMA wal_checkpoint(TRUNCATE)") == 0);
        } catch (TempleException failure) {
            if (failure.code() == ErrorCode.DISK_FULL) {
                return false;
            }
            throw failure;
        }
    }

    /// Rewrites the file without its free pages. Reads and writes the whole file, and needs twice its size of free
    /// space.
    public void vacuum() {
        requireFreeSpaceBytes(2 * fileBytes());
        asWriter(session -> {
            session.execute("VACUUM");
            return true;
        });
    }

    /// Lets SQLite renew the statistics of tables that have changed much; takes milliseconds.
    public void optimize() {
        asWriter(session -> {
            session.execute("PRAGMA optimize");
            return true;
        });
    }

    /// Renews the statistics that the query planner works with, for all tables. Reads every index.
    public void analyze() {
        asWriter(session -> {
            session.execute("ANALYZE");
            return true;
        });
    }

    /// Checks every page, index and reference. Reads the whole file.
    ///
    /// @return what is wrong, in SQLite's words, at most 100 sentences; empty when all is well
    public List<String> integrityCheck() {
        return exclusively(() -> inSession(session -> {
            var problems = new ArrayList<String>();
            try {
                session.select("PRAGMA integrity_check", row -> problems.add(row.getString(1)));
                problems.remove("ok");
                session.select(
                        "PRAGMA foreign_key_check",
                        row -> problems.add("row " + row.getLong(2) + " of " + row.getString(1)
                                + " refers to a missing row of " + row.getString(3)));
            } catch (SQLException e) {
                if (!SqliteErrors.isCorrupt(e)) {
                    throw e;
                }
                problems.add(String.valueOf(e.getMessage()));
            }
            return problems.size() > 100 ? List.copyOf(problems.subList(0, 100)) : List.copyOf(problems);
        }));
    }

    /// Writes a compact copy of one consistent state to `target`, which appears whole and on the disk, or not at
    /// all.
    ///
    /// Others may go on reading and writing.
    ///
    /// @throws TempleException with `TARGET_NOT_EMPTY` when `target` exists, `DISK_FULL` when there
    ///         is less free space than the file has bytes, `TARGET_UNWRITABLE`
    public void backupTo(Path target) {
        exclusively(() -> inSession(session -> {
            new Backup(session, path).to(target.toAbsolutePath().normalize());
            return true;
        }));
    }

    /// Bytes that can still be written to the file's disk.
    public long freeSpaceBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw errors.translate(e);
        }
    }

    /// Refuses to begin something that will not fit.
    ///
    /// @throws TempleException with `DISK_FULL` when fewer than `neededBytes` are free
    public void requireFreeSpaceBytes(long neededBytes) {
        long free = freeSpaceBytes();
        if (free < neededBytes) {
            throw errors.notEnoughSpace(neededBytes, free);
        }
    }

    /// Bytes of the database file, without its log.
    public long fileBytes() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw errors.translate(e);
        }
    }

    /// The schema version of the file: the number of its last migration.
    public int schemaVersion() {
        return exclusively(() -> inSession(session -> migrator(session).version()));
    }

    /// Every migration known to the file or to the program, in order.
    public List<MigrationStatus> migrations() {
        return exclusively(() -> inSession(session -> {
            session.beginRead();
            return runInTransaction(session, tx -> migrator(session).list(tx));
        }));
    }

    /// Compares the recorded checksum of every applied migration with the program's.
    ///
    /// @throws TempleException with `MIGRATION_CHANGED` when one differs
    public void verifyMigrations() {
        exclusively(() -> inSession(session -> {
            session.beginRead();
            return runInTransaction(session, tx -> {
                migrator(session).verify(tx);
                return true;
            });
        }));
    }

    /// Applies the migrations that are pending, all in one transaction.
    public void migrateUp() {
        asWriter(session -> {
            migrator(session).upgrade();
            return true;
        });
    }

    /// Takes back the migrations after version `to`, the last first, each in a transaction of its own.
    /// The next [#open] that migrates applies them again.
    public void migrateDown(int to) {
        asWriter(session -> {
            migrator(session).downgrade(to);
            return true;
        });
    }

    /// Ends all connections. The last process to close the file folds the log into it.
    @Override
    public void close() {
        sessions.close();
    }

    private Migrator migrator(Session session) {
        return new Migrator(session, options.migrations());
    }

    private interface Work<T extends @Nullable Object> {
        T run(Session session) throws SQLException;
    }

    private interface Step<T extends @Nullable Object> {
        T run();
    }

    /// Refuses a second transaction on the same thread: it would wait for the first, or not see what the first
    /// wrote.
    private <T extends @Nullable Object> T exclusively(Step<T> step) {
        if (!inTransaction.add(Thread.currentThread())) {
            throw new IllegalStateException("this thread is already in a transaction on " + path);
        }
        try {
            return step.run();
        } finally {
            inTransaction.remove(Thread.currentThread());
        }
    }

    private <T extends @Nullable Object> T asWriter(Work<T> work) {
        if (options.isReadOnly()) {
            throw errors.of(ErrorCode.TEMPLE_UNWRITABLE, "was opened for reading only.");
        }
        return exclusively(() -> {
            lockForWriting();
            try {
                return inSession(session -> {
                    session.allowWriting();
                    return work.run(session);
                });
            } finally {
                writing.unlock();
            }
        });
    }

    private void lockForWriting() {
        try {
            if (!writing.tryLock(options.busyTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw errors.of(ErrorCode.TEMPLE_BUSY, "is busy: another thread is writing to it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw errors.of(ErrorCode.INTERRUPTED, "was waited for when the work was interrupted.");
        }
    }

    private <T extends @Nullable Object> T inSession(Work<T> work) {
        Session session;
        try {
            session = sessions.take();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
        try {
            return work.run(session);
        } catch (SQLException e) {
            session.rollback();
            throw errors.translate(e);
        } finally {
            sessions.give(session);
        }
    }

    private <T extends @Nullable Object> T runInTransaction(Session session, Function<Transaction, T> work) {
        return runInTransaction(session, work, false);
    }

    private <T extends @Nullable Object> T runInTransaction(
            Session session, Function<Transaction, T> work, boolean isRehearsal) {
        var tx = new Transaction(session, options.statementCounter());
        try {
            T result = work.apply(tx);
            tx.runBeforeCommit();
            tx.end();
            if (isRehearsal) {
                session.rollback();
            } else {
                session.commit();
            }
            return result;
        } catch (SQLException e) {
            session.rollback();
            throw errors.translate(e);
        } catch (Throwable e) {
            tx.end();
            session.rollback();
            throw e;
        }
    }
}
