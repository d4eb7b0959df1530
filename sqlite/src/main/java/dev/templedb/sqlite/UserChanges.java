package dev.templedb.sqlite;

import dev.templedb.core.TempleException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs statements of a person that change temporary views, inside a transaction that may write.
///
/// The views' `INSTEAD OF` triggers note in temporary tables what is wanted; the caller reads them and does it. The
/// program that SQLite compiled a statement to must not write to the file itself (ADR 11). The connection is not used
/// again after its transaction. Used by one thread at a time.
public final class UserChanges {
    private final Session session;
    private final SqlLimits limits;
    private final Consumer<TempleException> lastResort;

    private UserChanges(Session session, SqlLimits limits, Consumer<TempleException> lastResort) {
        this.session = session;
        this.limits = limits;
        this.lastResort = lastResort;
    }

    /// Begins to run statements in `tx`.
    ///
    /// @param lastResort told, on another thread, when a statement does not end although it was interrupted
    public static UserChanges in(Transaction tx, SqlLimits limits, Consumer<TempleException> lastResort) {
        try {
            UserStatements.limit(tx.session(), limits);
            tx.session().discardAfterUse();
            return new UserChanges(tx.session(), limits, lastResort);
        } catch (SQLException e) {
            throw tx.errors().translate(e);
        }
    }

    /// The statements of `script`.
    public static List<String> split(String script) {
        return StatementText.split(script);
    }

    /// Runs statements of the product itself, such as those that make the views.
    public void script(String statements) {
        try {
            session.execute(statements);
        } catch (SQLException e) {
            throw session.errors().translate(e);
        }
    }

    /// Runs one INSERT, UPDATE or DELETE on a temporary view.
    ///
    /// @param parameters the value of each parameter, by its name without `:`, or by its number
    /// @throws TempleException with `SQL_INVALID`, `SQL_NOT_CHANGEABLE` when it would write to anything but a view,
    /// or
    /// `SQL_LIMIT`
    public void run(String statement, Map<String, SqlValue> parameters) {
        StatementText.requireChange(statement);
        try (var guard = QueryGuard.over(session.database(), limits, lastResort)) {
            new UserStatements(session, limits, guard).change(statement, parameters);
        }
    }
}
