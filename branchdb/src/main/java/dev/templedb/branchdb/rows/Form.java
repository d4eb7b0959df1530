package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.changes.ColumnDefault;
import dev.templedb.branchdb.data.ColumnKind;
import dev.templedb.branchdb.data.DataColumn;
import dev.templedb.branchdb.data.DataColumns;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.PrimaryKey;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The form in which rows of several sides are compared: the columns of one side's table, without computed ones, and
/// its
/// primary key.
final class Form {
    private final Table table;
    private final List<Column> columns;
    private final int[] key;
    private final DataColumns names;

    /// @throws TempleException with `ROWS_WITHOUT_KEY`
    Form(Table table) {
        this.table = table;
        this.columns = table.columns().stream()
                .filter(each -> each.generated() == null)
                .toList();
        @Nullable PrimaryKey primary = table.primaryKey();
        if (primary == null) {
            throw withoutKey(table);
        }
        this.key = primary.columnNames().stream().mapToInt(this::position).toArray();
        this.names = new DataColumns(columns.stream()
                .map(each -> new DataColumn(each.name(), each.type()))
                .toList());
    }

    private int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (SqlName.same(columns.get(i).name(), column)) {
                return i;
            }
        }
        throw withoutKey(table);
    }

    static TempleException withoutKey(Table table) {
        return new TempleException(
                ErrorCode.ROWS_WITHOUT_KEY,
                "Rows of the table '%s' cannot be told apart by a primary key.".formatted(table.name()));
    }

    String name() {
        return table.name();
    }

    Table table() {
        return table;
    }

    List<Column> columns() {
        return columns;
    }

    ColumnKind kind(int column) {
        return ColumnKind.of(columns.get(column).type());
    }

    int[] key() {
        return key;
    }

    List<@Nullable Object> keyOf(@Nullable Object[] row) {
        var values = new ArrayList<@Nullable Object>();
        for (int position : key) {
            values.add(row[position]);
        }
        return values;
    }

    DataRow row(@Nullable Object[] stored) {
        return names.row(stored);
    }

    /// Whether two rows belong together.
    int compareKeys(@Nullable Object[] one, @Nullable Object[] other) {
        for (int position : key) {
            int order = Cells.compare(one[position], other[position]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    String quotedColumns() {
        return columns.stream().map(each -> SqlName.quote(each.name())).collect(Collectors.joining(", "));
    }

    String quotedKey() {
        var names = new ArrayList<String>();
        for (int position : key) {
            names.add(SqlName.quote(columns.get(position).name()));
        }
        return String.join(", ", names);
    }

    /// The rows of a side that has the table in another form, or not at all.
    ///
    /// @param own the same table on that side
    Side side(@Nullable Transaction tx, @Nullable Table own) {
        var present = new boolean[columns.size()];
        if (tx == null || own == null) {
            return new Side(this, null, "", present);
        }
        var values = new ArrayList<String>();
        for (int i = 0; i < present.length; i++) {
            var column = columns.get(i);
            var mine = own.columnOf(column.identity());
            present[i] = mine.isPresent();
            values.add(mine.map(each -> SqlName.quote(each.name())).orElseGet(() -> ColumnDefault.sql(column)));
        }
        var order = new ArrayList<String>();
        for (int position : key) {
            if (!present[position]) {
                throw withoutKey(table);
            }
            order.add(values.get(position) + " COLLATE BINARY");
        }
        return new Side(
                this,
                tx,
                "SELECT %s FROM %s ORDER BY %s"
                        .formatted(String.join(", ", values), SqlName.quote(own.name()), String.join(", ", order)),
                present);
    }
}
