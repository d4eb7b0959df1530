package dev.templedb.temple.query;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.SqlLimits;
import dev.templedb.sqlite.Transaction;
import dev.templedb.sqlite.UserChanges;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.Projects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes a temple by SQL that a person typed.
///
/// Statements change views; what they want is then done by the same services as every other command does it, so that
/// nothing can be made by hand that a command would refuse, and a project that is deleted can be brought back. All
/// statements happen in one transaction, or none, and the audit log says so.
public final class TempleChanges {
    private final Temple temple;
    private final Audit audit;

    public TempleChanges(Temple temple) {
        this.temple = temple;
        this.audit = new Audit(temple);
    }

    /// Tries the statements and takes them back: what they would change.
    ///
    /// @throws TempleException as [#run(ChangeRequest)]
    public List<DoneChange> preview(ChangeRequest request) {
        var changes = new ArrayList<DoneChange>();
        try {
            temple.file().<Optional<String>>write(tx -> {
                changes.addAll(perform(tx, request));
                throw new TakenBack();
            });
        } catch (TakenBack asWanted) {
            return List.copyOf(changes);
        }
        throw new IllegalStateException("a preview was kept");
    }

    /// Runs the statements, whatever they change.
    ///
    /// @return what was changed
    /// @throws TempleException with `SQL_INVALID`, `SQL_READ_ONLY`, `SQL_LIMIT`, or what the services say of a
    /// value
    public List<DoneChange> run(ChangeRequest request) {
        return temple.file().write(tx -> together(tx, request));
    }

    /// Runs the statements that somebody has agreed to.
    ///
    /// @param expected what they are to change, as [#preview] said it
    /// @return what was changed
    /// @throws TempleException as [#run(ChangeRequest)], and with `PROJECT_CHANGED` when something else than
    /// `expected`
    ///         would be changed by now
    public List<DoneChange> run(ChangeRequest request, List<DoneChange> expected) {
        return temple.file().write(tx -> {
            var changes = together(tx, request);
            if (!changes.equals(expected)) {
                throw new TempleException(
                        ErrorCode.PROJECT_CHANGED,
                        "Somebody changed the temple in the meantime, and the statements would do something else now.");
            }
            return changes;
        });
    }

    private List<DoneChange> together(Transaction tx, ChangeRequest request) {
        return new Projects(temple).removed().together(tx, "sql --write", () -> recorded(tx, perform(tx, request)));
    }

    private List<DoneChange> recorded(Transaction tx, List<DoneChange> changes) {
        for (var change : changes) {
            audit.record(
                    tx,
                    "sql write",
                    change.project(),
                    Json.Obj.empty().with("change", change.change()).with("names", Json.Arr.ofTexts(change.names())));
        }
        return changes;
    }

    private List<DoneChange> perform(Transaction tx, ChangeRequest request) {
        var statements = UserChanges.split(request.script());
        if (statements.isEmpty()) {
            throw new TempleException(ErrorCode.SQL_INVALID, "There is no statement to run.");
        }
        if (statements.size() > 1 && !request.parameters().isEmpty()) {
            throw new TempleException(ErrorCode.SQL_INVALID, "Parameters belong to a single statement.");
        }
        var user = UserChanges.in(tx, SqlLimits.DEFAULT.withTime(request.time()), request.lastResort());
        var changes = new ArrayList<DoneChange>();
        for (var statement : statements) {
            changes.addAll(perform(tx, user, statement, request));
        }
        return List.copyOf(changes);
    }

    /// The views are there while the statement runs only: the services would find them in the place of the tables.
    private List<DoneChange> perform(Transaction tx, UserChanges user, String statement, ChangeRequest request) {
        user.script(TableNames.resource("changes.sql"));
        user.script(request.names().map(TableNames::views).orElse(""));
        user.script(TableNames.resource(
                request.names().map(names -> "changes-" + names.word() + ".sql").orElse("changes-own.sql")));
        user.run(statement, PlainValues.sql(request.parameters()));
        var wanted = SqliteWantedChanges.list(tx);
        user.script(TableNames.resource("changes-end.sql"));
        return new WantedChanges(temple, tx).perform(wanted);
    }

    /// Ends a transaction whose changes nobody wants.
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
