package dev.templedb.branchdb.changes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqlTokens;
import dev.templedb.sqlite.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// Which statements a step may have: those that make, alter and drop what belongs to a schema, and those that move rows
/// within the file. Nothing that opens another file, changes the connection, or ends the transaction.
///
/// Steps come from a catalogue that somebody else may have written, and expressions of a model are pasted into them, so
/// each is looked at before SQLite sees it. Statements are told apart as SQLite does it (`sqlite3_complete`): those of
/// a
/// trigger end with `; END ;`, all others with the first `;`.
final class PlanStatements {
    private static final Set<String> ROW_CHANGES = Set.of("INSERT", "UPDATE", "DELETE");
    private static final Set<String> MADE = Set.of("TABLE", "INDEX", "VIEW", "TRIGGER");
    private static final String LEGACY_RENAMES = "PRAGMA LEGACY_ALTER_TABLE =";
    private static final int LOOKED_AT = 5;

    private final SqlTokens tokens;
    private final List<String> words = new ArrayList<>(LOOKED_AT);

    private PlanStatements(String sql) {
        this.tokens = new SqlTokens(sql);
    }

    /// @throws TempleException with `SCHEMA_SQL_INVALID` when a statement of `sql` is none that a step may have
    static void requireChange(String sql) {
        new PlanStatements(sql).each(PlanStatements::requireChange);
    }

    /// @throws TempleException with `SCHEMA_SQL_INVALID` unless `sql` is one SELECT
    static void requireSelect(String sql) {
        var count = new int[1];
        new PlanStatements(sql).each(words -> {
            if (++count[0] > 1 || !words.getFirst().equals("SELECT")) {
                throw refused(words);
            }
        });
    }

    private static void requireChange(List<String> words) {
        boolean isKnown = switch (words.getFirst()) {
            case "CREATE" ->
                MADE.contains(at(words, 1))
                        || at(words, 1).equals("UNIQUE") && at(words, 2).equals("INDEX");
            case "DROP" -> MADE.contains(at(words, 1));
            case "ALTER" -> at(words, 1).equals("TABLE");
            case "PRAGMA" ->
                words.size() == 4
                        && String.join(" ", words.subList(0, 3)).equals(LEGACY_RENAMES)
                        && Set.of("ON", "OFF").contains(words.get(3));
            default -> ROW_CHANGES.contains(words.getFirst());
        };
        if (!isKnown) {
            throw refused(words);
        }
    }

    private static String at(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    private static TempleException refused(List<String> words) {
        return new TempleException(
                ErrorCode.SCHEMA_SQL_INVALID,
                "A change of a schema may not have a statement that begins with %s."
                        .formatted(Printable.text(String.join(" ", words.subList(0, Math.min(2, words.size()))))));
    }

    /// Hands over the first tokens of each statement, in upper case.
    private void each(Consumer<List<String>> found) {
        boolean isEnded = false;
        String last = "";
        String beforeLast = "";
        while (!isEnded) {
            var kind = tokens.next();
            isEnded = kind == Kind.END;
            boolean isEnd = isEnded || kind == Kind.SEMICOLON && !(isTrigger() && !isClosed(last, beforeLast));
            if (isEnd) {
                if (!words.isEmpty()) {
                    found.accept(words);
                }
                words.clear();
                last = "";
                beforeLast = "";
                continue;
            }
            // A word in quotes is never a keyword.
            String text = kind == Kind.WORD || kind == Kind.OTHER || kind == Kind.SEMICOLON
                    ? tokens.text().toUpperCase(Locale.ROOT)
                    : "?";
            if (words.size() < LOOKED_AT) {
                words.add(text);
            }
            beforeLast = last;
            last = text;
        }
    }

    private boolean isTrigger() {
        return words.size() >= 2
                && words.get(0).equals("CREATE")
                && words.get(1).equals("TRIGGER");
    }

    private static boolean isClosed(String last, String beforeLast) {
        return last.equals("END") && beforeLast.equals(";");
    }
}
