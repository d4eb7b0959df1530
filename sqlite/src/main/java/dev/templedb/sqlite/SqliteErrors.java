package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/// Turns what SQLite and the file system say into sentences that name the file. The only place that knows SQLite's
/// result codes.
///
/// @param noun what the file is called, such as `temple`
/// @param path the file
/// @param codes which code stands in the place of that for a temple
record SqliteErrors(String noun, Path path, Map<ErrorCode, ErrorCode> codes) {
    SqliteErrors(String noun, Path path) {
        this(noun, path, Map.of());
    }

    SqliteErrors(SqliteOptions options, Path path) {
        this(options.noun(), path, options.codes());
    }

    /// The driver's own objection: a statement without result columns. It has not been run.
    private static final int NOT_OF_SQLITE = 0;

    private static final int ERROR = 1;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int AUTH = 23;
    private static final int RANGE = 25;
    private static final int NOTADB = 26;

    /// With less than this left, an input/output error is taken for a full disk.
    private static final long NEARLY_FULL_BYTES = 1 << 20;

    static boolean isBusy(SQLException error) {
        return code(error) == BUSY || code(error) == LOCKED;
    }

    static boolean isCorrupt(SQLException error) {
        return code(error) == CORRUPT || code(error) == NOTADB;
    }

    static boolean isCannotOpen(SQLException error) {
        return code(error) == CANTOPEN || code(error) == READONLY;
    }

    /// What kind of failure a statement of a person met with.
    enum Failure {
        /// It is not SQL, or names what is not there.
        MISTAKE,
        READ_ONLY,
        TOO_LARGE,
        /// All that a statement of the product could meet with, too.
        OTHER
    }

    static Failure kind(SQLException error) {
        return switch (code(error)) {
            case ERROR, NOT_OF_SQLITE, RANGE -> Failure.MISTAKE;
            case READONLY, AUTH -> Failure.READ_ONLY;
            case TOOBIG, NOMEM -> Failure.TOO_LARGE;
            default -> Failure.OTHER;
        };
    }

    private static int code(SQLException error) {
        return error.getErrorCode() & 0xff;
    }

    /// What went wrong with a statement of the product itself.
    TempleException translate(SQLException error) {
        return switch (code(error)) {
            case BUSY, LOCKED -> of(ErrorCode.TEMPLE_BUSY, "is busy: another program is writing to it.", error);
            case PERM, READONLY, CANTOPEN -> of(ErrorCode.TEMPLE_UNWRITABLE, "cannot be opened or written.", error);
            case IOERR ->
                isNearlyFull()
                        ? diskFull(error)
                        : of(ErrorCode.TEMPLE_UNWRITABLE, "cannot be read or written: " + said(error) + ".", error);
            case CORRUPT -> of(ErrorCode.TEMPLE_CORRUPT, "is damaged: " + said(error) + ".", error);
            case FULL -> diskFull(error);
            case NOTADB -> of(ErrorCode.TEMPLE_NOT_A_TEMPLE, "is not a SQLite database.", error);
            case INTERRUPT -> of(ErrorCode.INTERRUPTED, "was being used when the work was interrupted.", error);
            default -> of(ErrorCode.INTERNAL, "refused a statement: " + said(error) + ".", error);
        };
    }

    /// What went wrong with a statement that a person wrote.
    TempleException translateUserQuery(SQLException error, SqlLimits limits) {
        return switch (code(error)) {
            case NOT_OF_SQLITE -> readOnly("The query may only read, and this one gives no rows.", error);
            case ERROR ->
                isRefusedAttach(error)
                        ? readOnly("The query may only read; ATTACH and VACUUM INTO are not allowed.", error)
                        : new TempleException(
                                ErrorCode.SQL_INVALID, "The query is not valid: " + said(error) + ".", error);
            case READONLY, AUTH -> readOnly("The query may only read: " + said(error) + ".", error);
            case FULL, IOERR ->
                new TempleException(
                        ErrorCode.SQL_LIMIT,
                        "The query needs more temporary files than the disk has room for, or they cannot be written: "
                                + said(error) + ".",
                        error);
            case NOMEM -> new TempleException(ErrorCode.SQL_LIMIT, "The query needs more memory than there is.", error);
            case CONSTRAINT ->
                new TempleException(ErrorCode.SQL_INVALID, "The change was refused: " + said(error) + ".", error);
            case TOOBIG ->
                new TempleException(
                        ErrorCode.SQL_LIMIT,
                        "A value of the query is longer than the limit of " + limits.valueBytes() + " bytes.",
                        error);
            default -> translate(error);
        };
    }

    /// What went wrong with the file itself.
    TempleException translate(IOException error) {
        return of(ErrorCode.TEMPLE_UNWRITABLE, "cannot be opened or written: " + error + ".", error);
    }

    /// A sentence that begins with the name of the file.
    TempleException of(ErrorCode code, String predicate) {
        return new TempleException(codes.getOrDefault(code, code), subject() + predicate);
    }

    TempleException notEnoughSpace(long neededBytes, long freeBytes) {
        return of(
                ErrorCode.DISK_FULL,
                "needs " + neededBytes + " bytes of free disk space, but only " + freeBytes + " are left.");
    }

    private TempleException of(ErrorCode code, String predicate, Exception cause) {
        return new TempleException(codes.getOrDefault(code, code), subject() + predicate, cause);
    }

    TempleException diskFull(Exception error) {
        return of(ErrorCode.DISK_FULL, "cannot grow: the disk is full.", error);
    }

    private static TempleException readOnly(String sentence, SQLException error) {
        return new TempleException(ErrorCode.SQL_READ_ONLY, sentence, error);
    }

    /// `ATTACH` fails on the limit of attached databases, which a [ReadOnlyQuery] sets to none.
    private static boolean isRefusedAttach(SQLException error) {
        return String.valueOf(error.getMessage()).contains("too many attached databases");
    }

    private String subject() {
        return "The " + noun + " " + Printable.text(path.toString()) + " ";
    }

    private boolean isNearlyFull() {
        try {
            return Files.getFileStore(path).getUsableSpace() < NEARLY_FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    /// SQLite's own words, out of the driver's `[SQLITE_ERROR] SQL error or missing database (no such table: x)`.
    static String said(SQLException error) {
        String message = String.valueOf(error.getMessage());
        int open = message.indexOf('(');
        String words = open > 0 && message.endsWith(")") ? message.substring(open + 1, message.length() - 1) : message;
        return Printable.text(words);
    }
}
