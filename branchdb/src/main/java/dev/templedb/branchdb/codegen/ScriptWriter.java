package dev.templedb.branchdb.codegen;

import static dev.templedb.branchdb.schema.SqlName.literal;
import static dev.templedb.branchdb.schema.SqlName.quote;

import dev.templedb.branchdb.changes.Planned;
import dev.templedb.branchdb.changes.Step;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.View;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the steps of a plan as one script.
///
/// A program that runs it may go on after a statement that failed, as `sqlite3` does without `-bail`. So what has to be
/// true is written down in a table as the script goes, and before the commit a row is added that rolls everything back
/// when something was not true, or was not written down.
final class ScriptWriter {
    private static final String START = """
            -- Made by branchdb: the way from the schema %1$s
            -- to %2$s, in one transaction.
            -- Run it with: sqlite3 -bail FILE < SCRIPT
            -- What is dropped is kept in tables named __kept_..., from which the way back takes it; drop those when it is
            -- not wanted any more.
            PRAGMA foreign_keys = OFF;
            BEGIN IMMEDIATE;
            CREATE TEMP TABLE __checks (problem TEXT NOT NULL, found INTEGER NOT NULL);
            CREATE TEMP TABLE __rows (step INTEGER NOT NULL, number INTEGER NOT NULL);
            """;
    private static final String END = """

            -- Nothing is changed when a problem was found, or not everything was looked at.
            CREATE TEMP TABLE __verdict ("good, but problems were found and nothing was changed" INTEGER NOT NULL);
            INSERT OR ROLLBACK INTO temp.__verdict
            SELECT CASE WHEN count(*) = %1$d AND coalesce(sum(found <> 0), 0) = 0 THEN 1 END FROM temp.__checks;
            DROP TABLE temp.__verdict;
            DROP TABLE temp.__checks;
            DROP TABLE temp.__rows;
            COMMIT;
            PRAGMA foreign_keys = ON;
            """;
    private static final Pattern FILLED = Pattern.compile("^INSERT OR ABORT INTO (\"(?:[^\"]|\"\")*\") ");
    private static final Pattern EMPTIED = Pattern.compile(";\\nDROP TABLE (\"(?:[^\"]|\"\")*\")$");

    private final Planned planned;
    private final StringBuilder script = new StringBuilder();
    private int checks;

    ScriptWriter(Planned planned) {
        this.planned = planned;
    }

    String script() {
        var from = planned.from();
        var to = planned.to();
        script.append(START.formatted(from.hash().hex(), to.hash().hex()));
        for (var table : from.tables()) {
            if (isTouched(table, to)) {
                checkColumns(table);
            }
        }
        int number = 0;
        for (var step : planned.plan().steps()) {
            write(step, number++);
        }
        script.append("\n-- Whether all of it was done.\n");
        for (var table : to.tables()) {
            if (isTouched(table, from)) {
                checkColumns(table);
            }
        }
        checkNames(from, to);
        return script.append(END.formatted(checks)).toString();
    }

    private static boolean isTouched(Table table, Schema other) {
        return other.table(table.name())
                .map(Table::withoutIdentities)
                .filter(table.withoutIdentities()::equals)
                .isEmpty();
    }

    private void checkColumns(Table table) {
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining("\n"));
        check(
                "the table %s does not have the columns that it should have".formatted(table.name()),
                "(SELECT group_concat(name, char(10)) FROM (SELECT name FROM pragma_table_xinfo(%s) ORDER BY cid)) IS NOT %s"
                        .formatted(literal(table.name()), literal(columns)));
    }

    /// Tables that went, and other things that came or went.
    private void checkNames(Schema from, Schema to) {
        var before = names(from);
        var after = names(to);
        after.stream().filter(each -> !before.contains(each)).sorted().forEach(each -> checkName(each, true));
        before.stream().filter(each -> !after.contains(each)).sorted().forEach(each -> checkName(each, false));
    }

    private void checkName(String named, boolean isThere) {
        check(
                "the %s is %s".formatted(named, isThere ? "missing" : "still there"),
                "(SELECT count(*) FROM sqlite_schema WHERE type || ' ' || name = %s COLLATE NOCASE) <> %d"
                        .formatted(literal(named), isThere ? 1 : 0));
    }

    private static Set<String> names(Schema schema) {
        var names = new HashSet<String>();
        for (var table : schema.tables()) {
            names.add("table " + table.name());
            table.indexes().stream().map(Index::name).forEach(each -> names.add("index " + each));
        }
        schema.views().stream().map(View::name).forEach(each -> names.add("view " + each));
        schema.triggers().stream().map(Trigger::name).forEach(each -> names.add("trigger " + each));
        return names;
    }

    private void write(Step step, int number) {
        script.append("\n-- ").append(step.name()).append('\n');
        var check = step.check();
        if (check != null) {
            check(check.say(), "(" + check.countSql() + ")");
        }
        if (step.sql().isEmpty()) {
            return;
        }
        var filled = FILLED.matcher(step.sql());
        String source = filled.find() ? source(step) : null;
        if (source != null) {
            script.append("INSERT INTO temp.__rows SELECT %d, count(*) FROM %s;\n".formatted(number, source));
        }
        script.append(step.sql()).append(step.sql().endsWith(";") ? "\n" : ";\n");
        if (source != null) {
            check(
                    "the rows of %s were not all copied".formatted(source),
                    "(SELECT count(*) FROM %s) IS NOT (SELECT number FROM temp.__rows WHERE step = %d)"
                            .formatted(filled.group(1), number));
        }
    }

    /// Where the rows come from that a step writes, as many as it writes.
    private static @Nullable String source(Step step) {
        var emptied = EMPTIED.matcher(step.sql());
        if (emptied.find()) {
            return emptied.group(1);
        }
        return step.copied() == null ? null : quote(step.copied());
    }

    /// Writes down whether something is as it should be; a problem is told at once, for the next statement may fail
    /// on it.
    private void check(String problem, String found) {
        checks++;
        script.append("INSERT INTO temp.__checks SELECT %s, %s;\n".formatted(literal(problem), found))
                .append("SELECT problem FROM temp.__checks WHERE rowid = last_insert_rowid() AND found <> 0;\n");
    }
}
