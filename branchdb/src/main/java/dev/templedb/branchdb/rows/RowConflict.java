package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.catalog.KeptConflict;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Something that both sides did to one row, each in another way. Values are JSON, on one line.
///
/// @param source the branch that was to be merged
/// @param tenant where it is
/// @param table  by its name in the target
/// @param key    the primary key of the row, as a JSON array
/// @param column the column, or empty when the whole row is meant
/// @param base   what both had; for a whole row, nothing
/// @param ours   what the target has
/// @param theirs what the source has
public record RowConflict(
        String source,
        String tenant,
        String table,
        String key,
        String column,
        Kind kind,
        String base,
        String ours,
        String theirs) {
    private static final Pattern PLAIN = Pattern.compile("[^\\[/=\\s\\p{Cntrl}][^/=\\s\\p{Cntrl}]*");

    /// What happened.
    public enum Kind {
        /// Both gave the cell a value, or added the row with another one.
        CELL,
        /// The target removed the row, the source changed it.
        REMOVED_BY_OURS,
        /// The source removed the row, the target changed it.
        REMOVED_BY_THEIRS
    }

    /// What a decision is about.
    ///
    /// @param column empty for the whole row
    public record Place(String tenant, String table, String key, String column) {
        /// What people call it: `acme/orders/o1/total`, without a column for a whole row. A key of one text is
        /// written
        /// as it is, others as the JSON array that they are.
        public String name() {
            return tenant + "/" + table + "/" + readableKey(key) + (column.isEmpty() ? "" : "/" + column);
        }
    }

    /// A key for people: of one text the text itself, else the JSON array.
    public static String readableKey(String key) {
        try {
            return JsonReader.read(key.getBytes(StandardCharsets.UTF_8)) instanceof Json.Arr(var values)
                            && values.size() == 1
                            && values.getFirst() instanceof Json.Str(var text)
                            && PLAIN.matcher(text).matches()
                    ? text
                    : key;
        } catch (JsonReader.InvalidJson impossible) {
            return key;
        }
    }

    /// What a decision of this conflict is kept by.
    public Place place() {
        return new Place(tenant, table, key, column);
    }

    KeptConflict kept() {
        return new KeptConflict(source, tenant, table, key, column, kind.name(), base, ours, theirs);
    }

    /// From what the catalogue keeps.
    public static RowConflict of(KeptConflict kept) {
        return new RowConflict(
                kept.source(),
                kept.tenant(),
                kept.table(),
                kept.key(),
                kept.column(),
                Kind.valueOf(kept.kind()),
                kept.base(),
                kept.ours(),
                kept.theirs());
    }
}
