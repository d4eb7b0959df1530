package dev.templedb.sqlite;

import java.time.Duration;
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
/// @param statementCounter hears of every statement, or null
public record SqliteOptions(
        int applicationId,
        String noun,
        Access access,
        Migrations migrations,
        boolean migrateOnOpen,
        Duration busyTimeout,
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

    public SqliteOptions {
        if (busyTimeout.isNegative()) {
            throw new IllegalArgumentException("busyTimeout must not be negative: " + busyTimeout);
        }
    }

    /// Options for an existing file that is read and written, without migrations.
    public static SqliteOptions forApplication(int applicationId) {
        return new SqliteOptions(
                applicationId, "temple", Access.READ_WRITE, Migrations.NONE, true, DEFAULT_BUSY_TIMEOUT, null);
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
                applicationId, noun, newAccess, migrations, migrateOnOpen, busyTimeout, statementCounter);
    }

    /// Calls the file `newNoun` in messages.
    public SqliteOptions withNoun(String newNoun) {
        return new SqliteOptions(
                applicationId, newNoun, access, migrations, migrateOnOpen, busyTimeout, statementCounter);
    }

    /// Brings the file to the latest of `newMigrations` when it is opened.
    public SqliteOptions withMigrations(Migrations newMigrations) {
        return new SqliteOptions(
                applicationId, noun, access, newMigrations, migrateOnOpen, busyTimeout, statementCounter);
    }

    /// Opens an older file as it is; for `schema status` and `schema down`.
    public SqliteOptions withoutMigrating() {
        return new SqliteOptions(applicationId, noun, access, migrations, false, busyTimeout, statementCounter);
    }

    public SqliteOptions withBusyTimeout(Duration newTimeout) {
        return new SqliteOptions(applicationId, noun, access, migrations, migrateOnOpen, newTimeout, statementCounter);
    }

    public SqliteOptions withStatementCounter(StatementCounter counter) {
        return new SqliteOptions(applicationId, noun, access, migrations, migrateOnOpen, busyTimeout, counter);
    }

    boolean isReadOnly() {
        return access == Access.READ_ONLY;
    }
}
