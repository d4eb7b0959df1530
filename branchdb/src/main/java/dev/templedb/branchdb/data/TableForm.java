package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SystemColumns;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table, its columns by name, and the statements that it is read and written with. Thread-safe.
final class TableForm {
    private static final int MAX_KEPT = 64;

    private final Table table;
    private final String quoted;
    private final List<ColumnForm> columns = new ArrayList<>();
    private final Map<String, ColumnForm> byName = new HashMap<>();
    private final @Nullable ColumnForm id;
    private final DataColumns all;
    private final String selectAll;
    private final String selectById;
    private final String deleteById;
    private final ConcurrentHashMap<BitSet, String> inserts = new ConcurrentHashMap<>();

    TableForm(Table table) {
        this.table = table;
        this.quoted = SqlName.quote(table.name());
        for (var column : table.columns()) {
            var form = ColumnForm.of(table.name(), column, columns.size());
            columns.add(form);
            byName.put(SqlName.key(column.name()), form);
            byName.put(column.name(), form);
        }
        id = byName.get(SystemColumns.ID);
        all = columnsOf(columns);
        selectAll = select(columns);
        selectById = selectAll + " WHERE \"id\" = ?1";
        deleteById = "DELETE FROM " + quoted + " WHERE \"id\" = ?1";
    }

    Table table() {
        return table;
    }

    String name() {
        return table.name();
    }

    String quoted() {
        return quoted;
    }

    List<ColumnForm> columns() {
        return columns;
    }

    DataColumns all() {
        return all;
    }

    String selectAll() {
        return selectAll;
    }

    String selectById() {
        return selectById;
    }

    String deleteById() {
        return deleteById;
    }

    /// The column called `name`, and nothing that only looks like a name.
    ///
    /// @throws TempleException with `COLUMN_NOT_FOUND`
    ColumnForm column(String name) {
        var found = find(name);
        if (found == null) {
            throw new TempleException(
                    ErrorCode.COLUMN_NOT_FOUND,
                    "Table '%s' has no column '%s'.".formatted(table.name(), Printable.text(name)));
        }
        return found;
    }

    @Nullable
    ColumnForm find(String name) {
        var exact = byName.get(name);
        return exact == null ? byName.get(SqlName.key(name)) : exact;
    }

    boolean hasId() {
        return id != null;
    }

    /// The column `id`.
    ///
    /// @throws TempleException with `ROWS_WITHOUT_KEY` when there is none
    ColumnForm id() {
        if (id == null) {
            throw new TempleException(
                    ErrorCode.ROWS_WITHOUT_KEY, "Table '%s' has no column id.".formatted(table.name()));
        }
        return id;
    }

    /// A value of the column, as it is kept.
    @Nullable
    Object stored(ColumnForm column, @Nullable Object value) {
        return column.kind().toStored(value, column.path());
    }

    DataColumns columnsOf(Collection<ColumnForm> chosen) {
        return new DataColumns(chosen.stream()
                .map(each -> new DataColumn(each.column().name(), each.column().type()))
                .toList());
    }

    String select(Collection<ColumnForm> chosen) {
        return "SELECT " + chosen.stream().map(ColumnForm::quoted).collect(Collectors.joining(", ")) + " FROM "
                + quoted;
    }

    /// Inserts a row with values for these columns, in their order.
    String insert(BitSet given) {
        var known = inserts.get(given);
        if (known != null) {
            return known;
        }
        if (inserts.size() >= MAX_KEPT) {
            inserts.clear();
        }
        String sql = makeInsert(given);
        inserts.put((BitSet) given.clone(), sql);
        return sql;
    }

    private String makeInsert(BitSet given) {
        if (given.isEmpty()) {
            return "INSERT INTO " + quoted + " DEFAULT VALUES";
        }
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        given.stream().forEach(position -> {
            names.add(columns.get(position).quoted());
            values.add("?" + names.size());
        });
        return "INSERT INTO %s (%s) VALUES (%s)".formatted(quoted, String.join(", ", names), String.join(", ", values));
    }

    /// Sets these columns, in their order, numbered from 1; a condition follows.
    String update(Collection<ColumnForm> set) {
        int[] number = {0};
        return "UPDATE " + quoted + " SET "
                + set.stream().map(each -> each.quoted() + " = ?" + ++number[0]).collect(Collectors.joining(", "))
                + " WHERE ";
    }
}
