package dev.templedb.branchdb.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Columns whose values name a row of another table, or of the same.
///
/// @param name          of the constraint, or null
/// @param columns       at least one
/// @param parent        the table that is referred to
/// @param parentColumns its columns; none mean its primary key
/// @param onDelete      what happens here when the parent row is deleted
/// @param onUpdate      what happens here when the parent's key is changed
/// @param deferred      whether it is looked at when a transaction ends, and not after each statement
public record ForeignKey(
        @Nullable String name,
        List<String> columns,
        String parent,
        List<String> parentColumns,
        Action onDelete,
        Action onUpdate,
        boolean deferred) {
    /// What happens to rows whose parent goes or changes.
    public enum Action {
        NO_ACTION,
        RESTRICT,
        SET_NULL,
        SET_DEFAULT,
        CASCADE;

        /// As SQL says it, such as `SET NULL`.
        public String sql() {
            return name().replace('_', ' ');
        }
    }

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a foreign key has columns");
        }
    }

    /// From one column to one column.
    public static ForeignKey of(String column, String parent, String parentColumn, Action onDelete) {
        return new ForeignKey(null, List.of(column), parent, List.of(parentColumn), onDelete, Action.NO_ACTION, false);
    }

    /// Whether it is written at its only column.
    boolean isOfColumn(String column) {
        return columns.size() == 1 && columns.getFirst().equals(column);
    }

    /// The constraint beside its only column.
    public String columnSql() {
        return ConstraintSql.named(name) + references();
    }

    String tableSql() {
        return ConstraintSql.named(name) + "FOREIGN KEY (" + SqlName.quoteAll(columns) + ") " + references();
    }

    private String references() {
        return "REFERENCES " + SqlName.quote(parent)
                + (parentColumns.isEmpty() ? "" : " (" + SqlName.quoteAll(parentColumns) + ")")
                + (onDelete == Action.NO_ACTION ? "" : " ON DELETE " + onDelete.sql())
                + (onUpdate == Action.NO_ACTION ? "" : " ON UPDATE " + onUpdate.sql())
                + (deferred ? " DEFERRABLE INITIALLY DEFERRED" : "");
    }
}
