package dev.templedb.branchdb.merge;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tables and columns that were made twice and are one since a merge.
///
/// When both sides of a merge made a column of one name, what comes out has the identity that the target gave it, and
/// the
/// source goes on with its own. Without knowing that both are one, the way back would be to drop the one and make the
/// other, with
/// all values lost. Which are one follows from the merges that were made, and is found again whenever it is asked for.
/// For one thread until it is filled.
public final class SameThings {
    /// By identity, one that is nearer to the smallest of those that are one.
    private final Map<String, String> nearer = new HashMap<>();

    /// Adds what a merge made one.
    ///
    /// @param base   of the merge
    /// @param ours   the target before it
    /// @param theirs the source
    /// @param merged the target after it
    public void add(Schema base, Schema ours, Schema theirs, Schema merged) {
        for (var their : theirs.tables()) {
            var our = ours.tableOf(their.identity())
                    .or(() -> madeTwice(base, ours, theirs, their).filter(each -> isOneIn(merged, each, their)));
            our.ifPresent(each -> {
                join(each.identity(), their.identity());
                columns(base, each, their, merged);
            });
        }
    }

    private static Optional<Table> madeTwice(Schema base, Schema ours, Schema theirs, Table their) {
        return base.tableOf(their.identity()).isPresent()
                ? Optional.empty()
                : ours.table(their.name())
                        .filter(our -> base.tableOf(our.identity()).isEmpty())
                        .filter(our -> theirs.tableOf(our.identity()).isEmpty());
    }

    private static boolean isOneIn(Schema merged, Table our, Table their) {
        return merged.tableOf(our.identity()).isPresent()
                && merged.tableOf(their.identity()).isEmpty();
    }

    private void columns(Schema base, Table our, Table their, Schema merged) {
        var before = base.tableOf(their.identity()).or(() -> base.tableOf(our.identity()));
        var after = merged.tableOf(our.identity());
        for (var column : their.columns()) {
            if (has(before, column) || our.columnOf(column.identity()).isPresent()) {
                continue;
            }
            our.column(column.name())
                    .filter(each -> !has(before, each))
                    .filter(each -> their.columnOf(each.identity()).isEmpty())
                    .filter(each -> has(after, each) && !has(after, column))
                    .ifPresent(each -> join(each.identity(), column.identity()));
        }
    }

    private static boolean has(Optional<Table> table, Column column) {
        return table.flatMap(each -> each.columnOf(column.identity())).isPresent();
    }

    private void join(String one, String other) {
        String first = find(one);
        String second = find(other);
        int order = first.compareTo(second);
        if (order != 0 && !first.isEmpty() && !second.isEmpty()) {
            nearer.put(order < 0 ? second : first, order < 0 ? first : second);
        }
    }

    private String find(String identity) {
        String found = identity;
        for (var next = nearer.get(found); next != null; next = nearer.get(found)) {
            found = next;
        }
        return found;
    }

    /// `schema`, in which things that are one have one identity, whichever they were given. Two things of one
    /// schema are
    /// never one.
    public Schema in(Schema schema) {
        if (nearer.isEmpty()) {
            return schema;
        }
        var taken = new HashSet<String>();
        return schema.withTables(
                schema.tables().stream().map(table -> in(table, taken)).toList());
    }

    private Table in(Table table, Set<String> taken) {
        var columns = new HashSet<String>();
        List<Column> all = table.columns().stream()
                .map(column -> column.withIdentity(one(column.identity(), columns)))
                .toList();
        return table.withIdentity(one(table.identity(), taken)).withColumns(all);
    }

    private String one(String identity, Set<String> taken) {
        String found = find(identity);
        return taken.add(found) ? found : identity;
    }
}
