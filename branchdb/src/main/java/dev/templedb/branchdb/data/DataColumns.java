package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.SqlName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns that many rows have in common.
public final class DataColumns {
    private final List<DataColumn> list;
    private final ColumnKind[] kinds;
    private final Map<String, Integer> positions = new HashMap<>();

    public DataColumns(List<DataColumn> columns) {
        list = List.copyOf(columns);
        kinds = list.stream().map(each -> ColumnKind.of(each.type())).toArray(ColumnKind[]::new);
        for (int i = 0; i < kinds.length; i++) {
            positions.putIfAbsent(SqlName.key(list.get(i).name()), i);
        }
    }

    List<DataColumn> list() {
        return list;
    }

    int count() {
        return kinds.length;
    }

    String name(int position) {
        return list.get(position).name();
    }

    /// A row of values as a file keeps them.
    ///
    /// @param stored one for each column; not copied
    public DataRow row(@Nullable Object[] stored) {
        var values = new @Nullable Object[stored.length];
        for (int i = 0; i < stored.length; i++) {
            values[i] = kinds[i].toJava(stored[i]);
        }
        return new DataRow(this, values);
    }

    @Nullable
    Object toJava(int position, @Nullable Object stored) {
        return kinds[position].toJava(stored);
    }

    @Nullable
    Integer positionOf(String name) {
        var exact = positions.get(name);
        return exact == null ? positions.get(SqlName.key(name)) : exact;
    }
}
