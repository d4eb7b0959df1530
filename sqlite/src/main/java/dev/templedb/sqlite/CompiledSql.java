package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The program that SQLite compiled a statement to, as `EXPLAIN` lists it: what the statement will do, whatever its
/// text
/// looks like. The driver offers no authorizer; this is asked instead, before the first step is run (ADR 11).
final class CompiledSql {
    /// Functions that reach outside the database, or that take memory before they look at the limits.
    private static final Set<String> REFUSED_FUNCTIONS =
            Set.of("load_extension", "fts3_tokenizer", "replicate", "padl", "padr", "padc");

    /// Steps that change a schema or a file, or the connection itself.
    private static final Set<String> CHANGING = Set.of(
            "AutoCommit",
            "Checkpoint",
            "Clear",
            "CreateBtree",
            "Destroy",
            "DropIndex",
            "DropTable",
            "DropTrigger",
            "IncrVacuum",
            "JournalMode",
            "LoadAnalysis",
            "MaxPgcnt",
            "ParseSchema",
            "Savepoint",
            "SetCookie",
            "SqlExec",
            "VCreate",
            "VDestroy",
            "VRename",
            "VUpdate",
            "Vacuum");

    private static final int MAIN = 0;
    private static final String EMPTY_TABLE = "Clear";
    /// What SQLite calls `OE_Rollback`.
    private static final int ROLLBACK = 1;

    /// One step.
    ///
    /// @param isNested whether it belongs to a trigger
    private record Step(String opcode, int p1, int p2, int p3, String p4, boolean isNested) {
        /// The function that it calls, without its number of arguments; empty for other steps.
        String function() {
            int open = p4.indexOf('(');
            boolean calls = opcode.equals("Function") || opcode.equals("PureFunc") || opcode.startsWith("Agg");
            return calls && open > 0 ? p4.substring(0, open).toLowerCase(Locale.ROOT) : "";
        }

        /// Whether it begins to write to the database with that number.
        boolean writes(int database) {
            return opcode.equals("Transaction") && p1 == database && p2 != 0
                    || opcode.equals("OpenWrite") && p3 == database;
        }
    }

    private final List<Step> steps;

    /// @param steps of the statement itself and, after them, of the triggers that it sets off
    private CompiledSql(List<Step> steps) {
        this.steps = steps;
    }

    /// Compiles `sql`, which must not be a PRAGMA: SQLite runs some of them while it compiles.
    static CompiledSql of(Session session, String sql) throws SQLException {
        var steps = new ArrayList<Step>();
        try (var statement = session.connection().prepareStatement("EXPLAIN " + sql);
                var rows = statement.executeQuery()) {
            int previous = -1;
            boolean isNested = false;
            while (rows.next()) {
                int address = rows.getInt(1);
                isNested |= address <= previous;
                previous = address;
                @Nullable String p4 = rows.getString(6);
                steps.add(new Step(
                        rows.getString(2),
                        rows.getInt(3),
                        rows.getInt(4),
                        rows.getInt(5),
                        p4 == null ? "" : p4,
                        isNested));
            }
        }
        return new CompiledSql(steps);
    }

    /// Has SQLite's own parser say whether `sql` is one SELECT, VALUES, or WITH that ends in one: nothing else can
    /// stand
    /// there. Nothing is run.
    ///
    /// @throws SQLException when it is not
    static void requireSelect(Session session, String sql) throws SQLException {
        session.connection()
                .prepareStatement("EXPLAIN SELECT EXISTS (\n" + sql + "\n)")
                .close();
    }

    /// @throws TempleException with `SQL_READ_ONLY` when it would change anything, or call what it may not call
    void requireReading() {
        requireHarmlessFunctions();
        for (var step : steps) {
            if (CHANGING.contains(step.opcode) || step.writes(MAIN) || step.writes(1)) {
                throw refused("The query may only read, and this one would write.");
            }
        }
    }

    /// @throws TempleException with `SQL_NOT_CHANGEABLE` when it would change the file itself, or do more to the
    /// temporary
    ///         tables than the triggers of temporary views do
    void requireViewsOnly() {
        requireHarmlessFunctions();
        for (var step : steps) {
            if (CHANGING.contains(step.opcode)
                    || step.writes(MAIN)
                    || step.opcode.equals("OpenWrite") && !step.isNested) {
                throw new TempleException(ErrorCode.SQL_NOT_CHANGEABLE, "The statement would write to a table itself.");
            }
        }
    }

    /// The first function that may not be called.
    Optional<String> refusedFunction() {
        return steps.stream()
                .map(Step::function)
                .filter(REFUSED_FUNCTIONS::contains)
                .findFirst();
    }

    /// Whether it writes to the file or to temporary tables.
    boolean writes() {
        return steps.stream().anyMatch(step -> step.writes(MAIN) || step.writes(1));
    }

    /// Whether it changes a schema, a file or the connection. Emptying a table by one step is a change of rows.
    boolean changesMoreThanRows() {
        return steps.stream().anyMatch(step -> CHANGING.contains(step.opcode) && !step.opcode.equals(EMPTY_TABLE));
    }

    /// Whether a row that breaks a constraint would take back the transaction, and not just the statement.
    boolean mayRollBack() {
        return steps.stream()
                .anyMatch(step -> step.opcode.equals("Halt") && step.p1 != 0 && step.p2 == ROLLBACK
                        || step.opcode.equals("HaltIfNull") && step.p2 == ROLLBACK);
    }

    /// The root pages of the tables and indexes that it writes to.
    Set<Integer> writtenRoots() {
        return steps.stream()
                .filter(step -> step.opcode.equals("OpenWrite") && step.p3 == MAIN || step.opcode.equals(EMPTY_TABLE))
                .map(step -> step.opcode.equals(EMPTY_TABLE) ? step.p1 : step.p2)
                .collect(Collectors.toSet());
    }

    private void requireHarmlessFunctions() {
        refusedFunction().ifPresent(function -> {
            throw refused("The function %s is not allowed.".formatted(function));
        });
    }

    private static TempleException refused(String sentence) {
        return new TempleException(ErrorCode.SQL_READ_ONLY, sentence);
    }
}
