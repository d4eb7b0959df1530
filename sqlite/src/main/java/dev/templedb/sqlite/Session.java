package dev.templedb.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;

/// One connection with its prepared statements. Used by one thread at a time.
///
/// The connection is made directly, without `DriverManager` and its search for drivers, and the driver's own
/// transaction handling is switched off: `BEGIN` and `COMMIT` are ours.
final class Session implements AutoCloseable {
    /// A private database that lives in memory, moves to a temporary file when it grows, and ends with its session.
    static final String TEMPORARY = "";

    private static final int MAX_KEPT_STATEMENTS = 100;

    private final JDBC4Connection connection;
    private final DB database;
    private final SqliteErrors errors;
    private final Map<String, Statement> kept = new HashMap<>();
    private final Map<String, Command> commands = new HashMap<>();
    private boolean queryOnly;
    private boolean usable = true;

    private Session(JDBC4Connection connection, SqliteErrors errors) {
        this.connection = connection;
        this.database = connection.getDatabase();
        this.errors = errors;
        connection.getConnectionConfig().setAutoCommit(false);
    }

    /// Opens `uri` without reading it yet.
    static Session open(String uri, boolean readOnly, long busyMillis, SqliteErrors errors) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout((int) Math.min(busyMillis, Integer.MAX_VALUE));
        config.setGetGeneratedKeys(false);
        return new Session(new JDBC4Connection("jdbc:sqlite:", uri, config.toProperties()), errors);
    }

    /// Opens `file` and writes nothing, not even where nobody can write and so SQLite has no place for the index of
    /// its log.
    static Session openForReading(Path file, long busyMillis, SqliteErrors errors) throws SQLException {
        var session = open(uri(file), true, busyMillis, errors);
        try {
            session.selectLong("PRAGMA schema_version");
            return session;
        } catch (SQLException e) {
            session.close();
            if (SqliteErrors.isCannotOpen(e) && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
                // Without a log, and with nobody who can write one, the file cannot change.
                return open(uri(file) + "?immutable=1", true, busyMillis, errors);
            }
            throw e;
        }
    }

    /// The URI of `file`, so that no character of its name means anything to the driver.
    static String uri(Path file) {
        String path = file.toString().replace('\\', '/');
        String rooted = path.startsWith("/") ? path : "/" + path;
        return "file:" + rooted.replace("%", "%25").replace("?", "%3f").replace("#", "%23");
    }

    SQLiteConnection connection() {
        return connection;
    }

    DB database() {
        return database;
    }

    SqliteErrors errors() {
        return errors;
    }

    /// Runs every statement of `script`; none of them may need parameters.
    void execute(String script) throws SQLException {
        int code = database._exec(script);
        if (code != 0) {
            database.throwex(code);
        }
    }

    /// The first column of the first row, for PRAGMAs and counts.
    long selectLong(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Calls `consumer` for each row of `sql`.
    void select(String sql, RowConsumer consumer) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                consumer.accept(rows);
            }
        }
    }

    /// Takes one row while the cursor stands on it.
    interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /// Begins a transaction that may write, waiting for other processes.
    void beginWrite() throws SQLException {
        allowWriting();
        command("BEGIN IMMEDIATE").run();
    }

    /// Begins a transaction whose statements all see one state of the file and cannot write.
    void beginRead() throws SQLException {
        if (!queryOnly) {
            execute("PRAGMA query_only = ON");
            queryOnly = true;
        }
        command("BEGIN").run();
    }

    /// `PRAGMA user_version`, of the state that the transaction sees.
    long userVersion() throws SQLException {
        return command("PRAGMA user_version").number();
    }

    /// Lets statements outside a transaction write again.
    void allowWriting() throws SQLException {
        if (queryOnly) {
            execute("PRAGMA query_only = OFF");
            queryOnly = false;
        }
    }

    void commit() throws SQLException {
        command("COMMIT").run();
    }

    private Command command(String sql) throws SQLException {
        @Nullable Command known = commands.get(sql);
        if (known == null) {
            known = new Command(this, sql);
            commands.put(sql, known);
        }
        return known;
    }

    /// Ends the transaction without its changes. SQLite has done so already after some errors.
    void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            usable &= String.valueOf(e.getMessage()).contains("no transaction is active");
        }
    }

    /// Whether another transaction can be begun; false after a rollback that failed.
    boolean isUsable() {
        return usable;
    }

    /// Lets nobody else have this session after its transaction.
    void discardAfterUse() {
        usable = false;
    }

    /// Gives the disk back what the log takes up, if that can be done.
    void tryToShrinkLog() {
        try {
            selectLong("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException itStaysAsItIs) {
            // The next checkpoint that succeeds does it.
        }
    }

    /// A statement for `sql` that nobody else uses: a kept one, or a new one.
    Statement statement(String sql) {
        @Nullable Statement known = kept.get(sql);
        if (known != null && !known.isInUse()) {
            return known.use();
        }
        try {
            return new Statement(this, sql).use();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }

    /// Keeps `statement` for the next use of its SQL, or closes it when that one or too many others are kept.
    void keep(String sql, Statement statement) throws SQLException {
        @Nullable
        Statement known = kept.size() < MAX_KEPT_STATEMENTS ? kept.putIfAbsent(sql, statement) : kept.get(sql);
        if (known != statement && (known != null || kept.get(sql) != statement)) {
            statement.close();
        }
    }

    /// Drops a statement that cannot be used again.
    void forget(String sql, Statement statement) {
        kept.remove(sql, statement);
    }

    @Override
    public void close() {
        try {
            for (var statement : kept.values()) {
                statement.close();
            }
            for (var command : commands.values()) {
                command.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw errors.translate(e);
        }
    }
}
