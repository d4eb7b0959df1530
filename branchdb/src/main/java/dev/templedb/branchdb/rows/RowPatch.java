package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.data.ColumnKind;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.TenantData;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Does to the rows of a tenant what a comparison found: what is added comes, what is removed goes, and cells that
/// changed
/// get their new value. References are looked at when the transaction ends, so the order does not matter to them.
public final class RowPatch {
    private final Transaction tx;
    private final Schema schema;

    /// Begins in the transaction of `data`.
    public RowPatch(TenantData data) {
        this.tx = data.transaction();
        this.schema = data.schema();
        tx.script("PRAGMA defer_foreign_keys = ON");
    }

    /// Applies one change.
    ///
    /// @return whether there was a row to change or remove; true for what is added
    /// @throws TempleException with `TABLE_NOT_FOUND`, or when the row breaks something
    public boolean apply(RowChange change) {
        var form = new Form(table(change.table()));
        return switch (change) {
            case RowChange.Added(var table, var key, var row) -> insert(form, row);
            case RowChange.Removed(var table, var key, var row) -> {
                var delete = tx.update("DELETE FROM " + SqlName.quote(form.name()) + whereKey(form, 0));
                for (int i = 0; i < key.size(); i++) {
                    delete.bindValue(i + 1, key.get(i));
                }
                yield delete.execute() == 1;
            }
            case RowChange.Changed(var table, var key, var before, var after, var columns) ->
                update(form, key, after, columns);
        };
    }

    private Table table(String name) {
        return schema.table(name)
                .orElseThrow(() ->
                        new TempleException(ErrorCode.TABLE_NOT_FOUND, "Table '%s' does not exist.".formatted(name)));
    }

    private boolean insert(Form form, DataRow row) {
        var marks = new ArrayList<String>();
        for (int i = 1; i <= form.columns().size(); i++) {
            marks.add("?" + i);
        }
        var insert = tx.update("INSERT INTO %s (%s) VALUES (%s)"
                .formatted(SqlName.quote(form.name()), form.quotedColumns(), String.join(", ", marks)));
        for (int i = 0; i < marks.size(); i++) {
            insert.bindValue(i + 1, stored(form, i, row));
        }
        return insert.execute() == 1;
    }

    private boolean update(Form form, List<@Nullable Object> key, DataRow after, List<String> columns) {
        int[] number = {0};
        String set = columns.stream()
                .map(each -> SqlName.quote(each) + " = ?" + ++number[0])
                .collect(Collectors.joining(", "));
        var update = tx.update("UPDATE " + SqlName.quote(form.name()) + " SET " + set + whereKey(form, columns.size()));
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String type = form.table().column(column).orElseThrow().type();
            update.bindValue(i + 1, ColumnKind.of(type).toStored(after.value(column), column));
        }
        for (int i = 0; i < key.size(); i++) {
            update.bindValue(columns.size() + 1 + i, key.get(i));
        }
        return update.execute() == 1;
    }

    private static @Nullable Object stored(Form form, int column, DataRow row) {
        String name = form.columns().get(column).name();
        return form.kind(column).toStored(row.value(name), name);
    }

    private static String whereKey(Form form, int before) {
        var terms = new ArrayList<String>();
        for (int position : form.key()) {
            terms.add("%s = ?%d"
                    .formatted(SqlName.quote(form.columns().get(position).name()), before + terms.size() + 1));
        }
        return " WHERE " + String.join(" AND ", terms);
    }
}
