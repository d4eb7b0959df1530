package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a [SqliteFile] is opened. Immutable; each method returns a changed copy.
///
/// ```java
/// var options = SqliteOptions.forApplication(0x54504C45).withMigrations(MIGRATIONS).creating();
/// ```
///
/// @param applicationId    the `application_id` that marks the file as ours; a file with another one is refused; 0
/// accepts every file
/// @param noun             what messages call the file, such as `temple`
/// @param access           whether the file may be written and created
/// @param migrations       the schema that the file has after opening
/// @param migrateOnOpen    whether opening brings an older file up to date; without it the file is opened as it is
/// @param busyTimeout      how long to wait for another writer before giving up with `TEMPLE_BUSY`
/// @param profile          what the file is to its program, which decides how it is written
/// @param codes            which code a failure has in the place of that for a temple
/// @param statementCounter hears of every statement, or null
public record SqliteOptions(
        int applicationId,
        String noun,
        Access access,
        Migrations migrations,
        boolean migrateOnOpen,
        Duration busyTimeout,
        Profile profile,
        Map<ErrorCode, ErrorCode> codes,
        @Nullable StatementCounter statementCounter) {
    private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(10);

    /// What may happen to the file.
    public enum Access {
        /// Nothing is written, and an older file is not migrated.
        READ_ONLY,
        /// The file must exist.
        READ_WRITE,
        /// A missing file is made, with its directories.
        CREATE
    }

    /// What a file is to its program.
    public enum Profile {
        /// The one file in which everything is kept: each commit is on the disk when it returns
        /// (`synchronous=FULL`), SQLite moves its log into the file by itself, the cache is large.
        SINGLE,
        /// One of thousands: a commit survives the end of the process, and a power failure once the log has
        /// been
        /// checkpointed (`synchronous=NORMAL`), which the program does with [SqliteFile#tryCheckpoint]; the
        /// cache is
        /// small; the folder is taken to be a local one, see [SqliteFile#requireLocal].
        MANY,
        /// One that is still being made and that nobody else sees: nothing waits for the disk. Whoever makes it
        /// closes
        /// it, and then sees to it that it gets there.
        UNFINISHED
    }

    public SqliteOptions {
        if (busyTimeout.isNegative()) {
            throw new IllegalArgumentException("busyTimeout must not be negative: " + busyTimeout);
        }
    }

    /// Options for an existing file that is read and written, without migrations.
    public static SqliteOptions forApplication(int applicationId) {
        return new SqliteOptions(
                applicationId,
                "temple",
                Access.READ_WRITE,
                Migrations.NONE,
                true,
                DEFAULT_BUSY_TIMEOUT,
                Profile.SINGLE,
                Map.of(),
                null);
    }

    /// Makes the file if it is missing.
    public SqliteOptions creating() {
        return withAccess(Access.CREATE);
    }

    /// Only reads.
    public SqliteOptions readOnly() {
        return withAccess(Access.READ_ONLY);
    }

    public SqliteOptions withAccess(Access newAccess) {
        return new SqliteOptions(
                applicationId,
                noun,
                newAccess,
                migrations,
                migrateOnOpen,
                busyTimeout,
                profile,
                codes,
                statementCounter);
    }

    /// Calls the file `newNoun` in messages.
    public SqliteOptions withNoun(String newNoun) {
        return new SqliteOptions(
                applicationId,
                newNoun,
                access,
                migrations,
                migrateOnOpen,
                busyTimeout,
                profile,
                codes,
                statementCounter);
    }

    /// Brings the file to the latest of `newMigrations` when it is opened.
    public SqliteOptions withMigrations(Migrations newMigrations) {
        return new SqliteOptions(
                applicationId,
                noun,
                access,
                newMigrations,
                migrateOnOpen,
                busyTimeout,
                profile,
                codes,
                statementCounter);
    }

    /// Opens an older file as it is; for `schema status` and `schema down`.
    public SqliteOptions withoutMigrating() {
        return new SqliteOptions(
                applicationId, noun, access, migrations, false, busyTimeout, profile, codes, statementCounter);
    }

    public SqliteOptions withBusyTimeout(Duration newTimeout) {
        return new SqliteOptions(
                applicationId, noun, access, migrations, migrateOnOpen, newTimeout, profile, codes, statementCounter);
    }

    public SqliteOptions withStatementCounter(StatementCounter counter) {
        return new SqliteOptions(
                applicationId, noun, access, migrations, migrateOnOpen, busyTimeout, profile, codes, counter);
    }

    public SqliteOptions withProfile(Profile newProfile) {
        return new SqliteOptions(
                applicationId,
                noun,
                access,
                migrations,
                migrateOnOpen,
                busyTimeout,
                newProfile,
                codes,
                statementCounter);
    }

    /// Gives failures other codes, whose hints speak of what the file is part of.
    public SqliteOptions withCodes(Map<ErrorCode, ErrorCode> newCodes) {
        return new SqliteOptions(
                applicationId,
                noun,
                access,
                migrations,
                migrateOnOpen,
                busyTimeout,
                profile,
                Map.copyOf(newCodes),
                statementCounter);
    }

    boolean isReadOnly() {
        return access == Access.READ_ONLY;
    }
}
