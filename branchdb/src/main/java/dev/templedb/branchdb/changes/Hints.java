package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What models do not say about the changes between them, and changes do: values for rows that have none, and tables
/// that
/// came with the rows of another.
///
/// @param fills  by identity of the column: what rows without a value get, as SQL
/// @param copies by identity of the copy: the identity of the table whose rows it got
/// @param kept   by identity of a dropped table or column: where its values are kept
public record Hints(Map<String, String> fills, Map<String, String> copies, Map<String, String> kept) {
    /// Nothing is known but the models.
    public static final Hints NONE = new Hints(Map.of(), Map.of(), Map.of());

    public Hints {
        fills = Map.copyOf(fills);
        copies = Map.copyOf(copies);
        kept = Map.copyOf(kept);
    }

    /// What `changes`, which led from `from` on, say.
    public static Hints of(Schema from, List<Change> changes) {
        var fills = new HashMap<String, String>();
        var copies = new HashMap<String, String>();
        var schema = from;
        for (var change : changes) {
            switch (change) {
                case Change.AddColumn add
                when add.fill() != null -> fills.put(add.column().identity(), add.fill());
                case Change.AlterColumn alter
                when alter.fill() != null ->
                    schema.table(alter.table())
                            .flatMap(table -> table.column(alter.column().name()))
                            .ifPresent(column -> fills.put(column.identity(), String.valueOf(alter.fill())));
                case Change.CopyTable copy
                when copy.withData() ->
                    schema.table(copy.table())
                            .ifPresent(table -> copies.put(copy.copy().identity(), table.identity()));
                default -> {}
            }
            schema = SchemaEditor.lenient().apply(schema, change);
        }
        return new Hints(fills, copies, Map.of());
    }
}
