package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.Column;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One table of a tenant, by its name. Thread-safe when it was made by a tenant; one made by [TenantData] belongs to
/// its
/// transaction.
///
/// A row is a map from names of columns to values, or a record whose components are called like the columns (`teamId`
/// for
/// `team_id`). Values are checked and converted as [ColumnKind] says. What fails changes nothing.
///
/// ```java
/// var users = tenant.table("users");
/// String id = users.insert(Map.of("name", "Ada", "age", 36));
/// users.update(Map.of("id", id, "age", 37));
/// List<User> adults = users.select(User.class).where(Filter.gte("age", 18)).orderBy("name").list();
/// ```
public final class DataTable {
    private final String name;
    private final DataScope scope;

    public DataTable(String name, DataScope scope) {
        this.name = name;
        this.scope = scope;
    }

    public String name() {
        return name;
    }

    /// Adds a row; it gets a random UUID as its id when it has none. What has no value gets its default.
    ///
    /// @return the id; empty for a table without one
    /// @throws TempleException with `TABLE_NOT_FOUND`, `COLUMN_NOT_FOUND`, `ROW_EXISTS` when the id is taken,
    ///         `ROW_NOT_UNIQUE`, which names the column, `ROW_INVALID`, `ROW_REFERENCE_BROKEN`, or as writes do
    public String insert(Map<String, ? extends @Nullable Object> row) {
        return scope.write(data -> insert(data.transaction(), data.form(name), row));
    }

    /// Adds a row, as [#insert(Map)] does. Components that are null get the default.
    public String insert(Record row) {
        return insert(Records.toMap(row, true));
    }

    /// Adds many rows, all or none. Each may have other columns.
    ///
    /// @return their ids, in order
    /// @throws TempleException as [#insert(Map)] does, with the number of the row, from 1, in its message
    public List<String> insertAll(List<? extends Map<String, ? extends @Nullable Object>> rows) {
        return scope.write(data -> {
            var form = data.form(name);
            return data.together(() -> {
                var ids = new ArrayList<String>(rows.size());
                for (var row : rows) {
                    ids.add(numbered(ids.size() + 1, () -> insert(data.transaction(), form, row)));
                }
                return ids;
            });
        });
    }

    private static String insert(Transaction tx, TableForm form, Map<String, ? extends @Nullable Object> row) {
        var values = new @Nullable Object[form.columns().size()];
        var given = new BitSet();
        for (var cell : row.entrySet()) {
            var column = form.column(cell.getKey());
            Object value = cell.getValue();
            boolean isLeftToSystem =
                    value == null && Column.isSystemName(column.column().name());
            if (!isLeftToSystem) {
                refuseGenerated(column);
                values[column.position()] = form.stored(column, value);
                given.set(column.position());
            }
        }
        String id = "";
        if (form.hasId()) {
            int at = form.id().position();
            if (!given.get(at)) {
                given.set(at);
                values[at] = UUID.randomUUID().toString();
            }
            id = String.valueOf(values[at]);
        }
        try {
            var insert = tx.update(form.insert(given));
            int number = 0;
            for (int i = given.nextSetBit(0); i >= 0; i = given.nextSetBit(i + 1)) {
                insert.bindValue(++number, values[i]);
            }
            insert.execute();
            return id;
        } catch (TempleException e) {
            throw Broken.translate(e, id);
        }
    }

    /// The row with that id.
    public Optional<DataRow> get(Object id) {
        return scope.read(data -> {
            var form = data.form(name);
            Object stored = form.stored(form.id(), id);
            return data.transaction()
                    .query(form.selectById())
                    .bindValue(1, stored)
                    .first(row -> row(form.all(), row));
        });
    }

    /// The row with that id, as a record.
    public <T extends Record> Optional<T> get(Class<T> type, Object id) {
        return select(type).where(Filter.eq("id", id)).first();
    }

    /// Changes the row that `row` names by its id: the columns that it has, and `updated_at`.
    ///
    /// @throws TempleException with `ROW_ID_MISSING`, `ROW_NOT_FOUND`, or as [#insert(Map)] does
    public void update(Map<String, ? extends @Nullable Object> row) {
        scope.write(data -> {
            update(data.transaction(), data.form(name), row);
            return true;
        });
    }

    /// Changes the row that has the id of `row`: all of its components, and `updated_at`.
    public void update(Record row) {
        update(Records.toMap(row, false));
    }

    /// Changes many rows, all or none, each as [#update(Map)] does.
    ///
    /// @throws TempleException with the number of the row, from 1, in its message
    public void updateAll(List<? extends Map<String, ? extends @Nullable Object>> rows) {
        scope.write(data -> {
            var form = data.form(name);
            return data.together(() -> {
                int number = 0;
                for (var row : rows) {
                    numbered(++number, () -> {
                        update(data.transaction(), form, row);
                        return "";
                    });
                }
                return true;
            });
        });
    }

    private static void update(Transaction tx, TableForm form, Map<String, ? extends @Nullable Object> row) {
        var changes = new LinkedHashMap<String, @Nullable Object>(row);
        var key = changes.keySet().stream()
                .filter(each -> form.id().equals(form.find(each)))
                .findFirst();
        Object id = key.map(changes::remove).orElse(null);
        if (id == null) {
            throw new TempleException(
                    ErrorCode.ROW_ID_MISSING,
                    "The row to update is missing required 'id' of table %s.".formatted(form.name()));
        }
        changes.keySet().removeIf(each -> changes.get(each) == null && Column.isSystemName(each));
        var filter = Filter.eq("id", id);
        long changed = changes.isEmpty() ? count(tx, form, filter) : update(tx, form, filter, changes, id);
        if (changed == 0) {
            throw new TempleException(
                    ErrorCode.ROW_NOT_FOUND,
                    "There is no row with the id '%s' in table %s.".formatted(id, form.name()));
        }
    }

    /// Changes all rows that `filter` chooses.
    ///
    /// @return how many there were
    public long updateWhere(Filter filter, Map<String, ? extends @Nullable Object> changes) {
        return scope.write(data -> {
            var form = data.form(name);
            if (changes.isEmpty()) {
                throw new TempleException(ErrorCode.ROW_INVALID, "An update needs at least one column to change.");
            }
            return update(data.transaction(), form, filter, changes, null);
        });
    }

    private static long update(
            Transaction tx,
            TableForm form,
            Filter filter,
            Map<String, ? extends @Nullable Object> changes,
            @Nullable Object id) {
        var columns = new ArrayList<ColumnForm>();
        var values = new ArrayList<@Nullable Object>();
        changes.forEach((column, value) -> {
            var found = form.column(column);
            refuseGenerated(found);
            if (form.hasId() && found.equals(form.id())) {
                throw new TempleException(ErrorCode.ROW_INVALID, "The id of a row cannot be changed.");
            }
            columns.add(found);
            values.add(form.stored(found, value));
        });
        var condition = new Condition(form, filter, values.size());
        try {
            var update = tx.update(form.update(columns) + condition.sql());
            for (int i = 0; i < values.size(); i++) {
                update.bindValue(i + 1, values.get(i));
            }
            condition.bind(update);
            return update.execute();
        } catch (TempleException e) {
            throw Broken.translate(e, id);
        }
    }

    /// Deletes the row with that id.
    ///
    /// @return whether there was one
    public boolean delete(Object id) {
        return delete(List.of(id)) == 1;
    }

    /// Deletes the rows with these ids.
    ///
    /// @return how many there were
    public long delete(Collection<?> ids) {
        return scope.write(data -> {
            var form = data.form(name);
            return data.together(() -> {
                long deleted = 0;
                for (Object id : ids) {
                    deleted += delete(data.transaction(), form, id);
                }
                return deleted;
            });
        });
    }

    private static long delete(Transaction tx, TableForm form, Object id) {
        Object stored = form.stored(form.id(), id);
        try {
            return tx.update(form.deleteById()).bindValue(1, stored).execute();
        } catch (TempleException e) {
            throw Broken.translate(e, id);
        }
    }

    /// Deletes all rows that `filter` chooses.
    ///
    /// @return how many there were, without those that references took with them
    public long deleteWhere(Filter filter) {
        return scope.write(data -> {
            var form = data.form(name);
            var condition = new Condition(form, filter, 0);
            try {
                var delete = data.transaction().update("DELETE FROM " + form.quoted() + " WHERE " + condition.sql());
                condition.bind(delete);
                return delete.execute();
            } catch (TempleException e) {
                throw Broken.translate(e);
            }
        });
    }

    /// How many rows there are.
    public long count() {
        return select().count();
    }

    private static long count(Transaction tx, TableForm form, Filter filter) {
        var condition = new Condition(form, filter, 0);
        var query = tx.query("SELECT count(*) FROM " + form.quoted() + " WHERE " + condition.sql());
        condition.bind(query);
        return query.longValue();
    }

    /// Asks for rows.
    ///
    /// @param columns those that are wanted; none means all
    public RowQuery<DataRow> select(String... columns) {
        return new RowQuery<>(name, scope, RowReader.of(List.of(columns)));
    }

    /// Asks for rows as records.
    ///
    /// @throws TempleException when it runs, with `ROW_TYPE_UNFIT` when a component has no column, or cannot have
    /// its
    /// value
    public <T extends Record> RowQuery<T> select(Class<T> type) {
        return new RowQuery<>(name, scope, Records.reader(type));
    }

    /// Adds all rows of a JSON array, of lines of JSON, or of CSV with a header; all or none. Read as it comes:
    /// memory
    /// does not depend on how many there are. The stream is not closed.
    ///
    /// @return how many rows
    /// @throws TempleException with `ROWS_UNREADABLE`, which says where, or as [#insertAll] does
    public long importFrom(RowFormat format, InputStream in) {
        return scope.write(data -> {
            var form = data.form(name);
            return data.together(() -> {
                long[] rows = {0};
                format.read(in, row -> numbered(++rows[0], () -> insert(data.transaction(), form, row)));
                return rows[0];
            });
        });
    }

    /// Writes all rows, in the order of their ids, as they are read. The stream is not closed.
    ///
    /// @return how many rows
    public long exportTo(RowFormat format, OutputStream out) {
        return scope.read(data -> {
            var all = data.table(name).select();
            return (data.form(name).hasId() ? all.orderBy("id") : all).exportTo(format, out);
        });
    }

    private static String numbered(long number, Supplier<String> work) {
        try {
            return work.get();
        } catch (TempleException e) {
            throw new TempleException(e.code(), "Row %d: %s".formatted(number, e.getMessage()), e);
        }
    }

    private static void refuseGenerated(ColumnForm column) {
        if (column.isGenerated()) {
            throw new TempleException(
                    ErrorCode.ROW_INVALID, "The column %s is computed and takes no value.".formatted(column.path()));
        }
    }

    static DataRow row(DataColumns columns, Row row) {
        var values = new @Nullable Object[columns.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.toJava(i, row.value(i + 1));
        }
        return new DataRow(columns, values);
    }
}
