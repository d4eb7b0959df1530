package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.sqlite.SqlTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the list of changes of a branch says beside the models, for the rows that are here.
public final class TravelHints {
    private TravelHints() {}

    /// What fills new columns, and which tables are copies of others.
    public static Hints of(ProvedDatabase proved, String branchName) {
        var fills = new HashMap<String, String>();
        var copies = new HashMap<String, String>();
        for (var branch : proved.database().branches()) {
            if (branch.name().equals(branchName)) {
                for (var entry : branch.changes()) {
                    if (!entry.isUndone()) {
                        change(entry).ifPresent(change -> add(proved, entry, change, fills, copies));
                    }
                }
            }
        }
        return new Hints(fills, copies, Map.of());
    }

    private static Optional<Change> change(WrittenDatabase.Change entry) {
        try {
            return ProvedDatabase.change(entry);
        } catch (UnreadableDatabase impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void add(
            ProvedDatabase proved,
            WrittenDatabase.Change entry,
            Change change,
            Map<String, String> fills,
            Map<String, String> copies) {
        switch (change) {
            case Change.AddColumn add -> fill(add.column().identity(), add.fill(), fills);
            case Change.AlterColumn alter -> fill(alter.column().identity(), alter.fill(), fills);
            case Change.CopyTable copy
            when copy.withData() ->
                proved.database()
                        .version(entry.version())
                        .after()
                        .ifPresent(before -> proved.schemas()
                                .get(before - 1)
                                .table(copy.table())
                                .ifPresent(source -> copies.put(copy.copy().identity(), source.identity())));
            default -> {}
        }
    }

    private static void fill(String identity, @Nullable String fill, Map<String, String> fills) {
        if (fill != null && isPlain(fill)) {
            fills.put(identity, fill);
        }
    }

    /// A value of a stranger is computed from the row that gets it, and asks nothing that need not end.
    private static boolean isPlain(String expression) {
        var tokens = new SqlTokens(expression);
        for (var kind = tokens.next(); kind != SqlTokens.Kind.END; kind = tokens.next()) {
            if (kind == SqlTokens.Kind.SEMICOLON
                    || kind == SqlTokens.Kind.WORD && tokens.text().equalsIgnoreCase("select")) {
                return false;
            }
        }
        return true;
    }
}
