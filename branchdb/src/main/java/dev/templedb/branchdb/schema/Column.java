package dev.templedb.branchdb.schema;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A column of a table.
///
/// @param identity    what the column is, whatever it is called; empty when that is not known, as in a file
/// @param name        what it is called
/// @param type        the declared type as it was written, such as `TEXT` or `VARCHAR(20)`; empty for none
/// @param notNull     whether every row has a value
/// @param onNull      what happens to a row without one, or null for SQLite's usual
/// @param defaultSql  the value of rows that have none, as SQL: a literal, or an expression in parentheses; or null
/// @param collation   by what its texts are compared, or null for `BINARY`
/// @param generated   how it is computed, or null
public record Column(
        String identity,
        String name,
        String type,
        boolean notNull,
        @Nullable Conflict onNull,
        @Nullable String defaultSql,
        @Nullable String collation,
        @Nullable Generated generated) {
    private static final Set<String> OF_SYSTEM = Set.of("id", "created_at", "updated_at");

    /// How a generated column is computed.
    ///
    /// @param expression SQL, without the parentheses around it
    /// @param stored     whether its values lie in the file
    public record Generated(String expression, boolean stored) {}

    /// A column that may be NULL and has no default.
    public static Column of(String name, String type) {
        return new Column("", name, type, false, null, null, null, null);
    }

    /// Whether this is the name of a column that every table of ours has, and that nobody else may define.
    public static boolean isSystemName(String name) {
        return OF_SYSTEM.contains(SqlName.key(name));
    }

    public Column withIdentity(String newIdentity) {
        return new Column(newIdentity, name, type, notNull, onNull, defaultSql, collation, generated);
    }

    public Column withName(String newName) {
        return new Column(identity, newName, type, notNull, onNull, defaultSql, collation, generated);
    }

    public Column withType(String newType) {
        return new Column(identity, name, newType, notNull, onNull, defaultSql, collation, generated);
    }

    /// With or without NOT NULL.
    public Column withNotNull(boolean required) {
        return new Column(identity, name, type, required, required ? onNull : null, defaultSql, collation, generated);
    }

    /// @param newDefault a literal, or an expression in parentheses; null for none
    public Column withDefault(@Nullable String newDefault) {
        return new Column(identity, name, type, notNull, onNull, newDefault, collation, generated);
    }

    public Column withCollation(@Nullable String newCollation) {
        return new Column(identity, name, type, notNull, onNull, defaultSql, newCollation, generated);
    }

    public Column withGenerated(@Nullable Generated newGenerated) {
        return new Column(identity, name, type, notNull, onNull, defaultSql, collation, newGenerated);
    }

    /// Everything but the constraints that concern other columns or tables.
    public String sql() {
        var sql = new StringBuilder(SqlName.quote(name));
        if (!type.isEmpty()) {
            sql.append(' ').append(type);
        }
        if (notNull) {
            sql.append(" NOT NULL").append(ConstraintSql.onConflict(onNull));
        }
        if (defaultSql != null) {
            sql.append(" DEFAULT ").append(defaultSql);
        }
        if (collation != null) {
            sql.append(" COLLATE ").append(SqlName.quote(collation));
        }
        if (generated != null) {
            sql.append(" GENERATED ALWAYS AS (")
                    .append(generated.expression())
                    .append(generated.stored() ? ") STORED" : ") VIRTUAL");
        }
        return sql.toString();
    }
}
