package dev.templedb.branchdb.schema;

import dev.templedb.branchdb.schema.ForeignKey.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one `CREATE TABLE` statement that SQLite has accepted.
///
/// Follows SQLite's grammar: names in any quotes, types of several words, constraints beside columns and after them,
/// with
/// or without commas between, comments everywhere. What has no meaning for SQLite (`MATCH`, names of defaults) is left
/// out.
final class TableParser {
    private final SqlCursor sql;
    private final List<Column> columns = new ArrayList<>();
    private final List<Unique> uniques = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private @Nullable PrimaryKey primaryKey;
    private @Nullable String constraintName;

    private TableParser(String statement) {
        this.sql = new SqlCursor(statement);
    }

    /// The table without its indexes.
    ///
    /// @throws dev.templedb.core.TempleException with `SCHEMA_UNREADABLE`
    static Table parse(String statement) {
        return new TableParser(statement).table();
    }

    private Table table() {
        sql.expect("CREATE");
        sql.take("TEMP");
        sql.take("TEMPORARY");
        sql.expect("TABLE");
        String name = SchemaReader.objectName(sql);
        sql.expectSymbol("(");
        columns.add(column());
        while (!sql.isAtSymbol(")")) {
            sql.takeSymbol(",");
            if (isAtTableConstraint()) {
                tableConstraint();
            } else {
                columns.add(column());
            }
        }
        sql.expectSymbol(")");
        boolean withoutRowid = false;
        boolean strict = false;
        while (!sql.isAtEnd()) {
            if (sql.take("WITHOUT", "ROWID")) {
                withoutRowid = true;
            } else if (sql.take("STRICT")) {
                strict = true;
            } else {
                sql.expectSymbol(",");
            }
        }
        return new Table("", name, columns, primaryKey, uniques, checks, foreignKeys, List.of(), withoutRowid, strict);
    }

    private boolean isAtTableConstraint() {
        return sql.isAt("CONSTRAINT")
                || sql.isAt("PRIMARY")
                || sql.isAt("UNIQUE")
                || sql.isAt("CHECK")
                || sql.isAt("FOREIGN");
    }

    private Column column() {
        var column = Column.of(sql.name(), type());
        constraintName = null;
        while (!sql.isAtSymbol(",") && !sql.isAtSymbol(")")) {
            column = columnConstraint(column);
        }
        return column;
    }

    private String type() {
        var type = new StringBuilder();
        while (sql.isAtName() && !isAtColumnConstraint()) {
            type.append(type.isEmpty() ? "" : " ").append(sql.text());
        }
        if (!type.isEmpty() && sql.takeSymbol("(")) {
            type.append('(');
            while (!sql.takeSymbol(")")) {
                type.append(sql.text());
            }
            type.append(')');
        }
        return type.toString();
    }

    private boolean isAtColumnConstraint() {
        return sql.isAt("CONSTRAINT")
                || sql.isAt("PRIMARY")
                || sql.isAt("NOT")
                || sql.isAt("NULL")
                || sql.isAt("UNIQUE")
                || sql.isAt("CHECK")
                || sql.isAt("DEFAULT")
                || sql.isAt("COLLATE")
                || sql.isAt("REFERENCES")
                || sql.isAt("DEFERRABLE")
                || sql.isAt("AS")
                || sql.isAt("GENERATED", "ALWAYS");
    }

    private Column columnConstraint(Column column) {
        if (sql.take("CONSTRAINT")) {
            constraintName = sql.name();
            return column;
        }
        var changed = column;
        if (sql.take("PRIMARY", "KEY")) {
            keyOfColumn(column);
        } else if (sql.take("NOT", "NULL")) {
            changed = new Column(
                    column.identity(),
                    column.name(),
                    column.type(),
                    true,
                    onConflict(),
                    column.defaultSql(),
                    column.collation(),
                    column.generated());
        } else if (sql.take("NULL")) {
            onConflict();
        } else if (sql.take("UNIQUE")) {
            uniques.add(new Unique(constraintName, List.of(KeyColumn.of(column.name())), onConflict()));
        } else if (sql.take("CHECK")) {
            checks.add(new Check(constraintName, sql.parenthesized()));
        } else if (sql.take("DEFAULT")) {
            changed = column.withDefault(sql.isAtSymbol("(") ? "(" + sql.parenthesized() + ")" : sql.literal());
        } else if (sql.take("COLLATE")) {
            changed = column.withCollation(sql.name());
        } else if (sql.take("REFERENCES")) {
            foreignKeys.add(references(List.of(column.name())));
        } else if (sql.take("NOT", "DEFERRABLE") || sql.take("DEFERRABLE")) {
            sql.take("INITIALLY", "DEFERRED");
            sql.take("INITIALLY", "IMMEDIATE");
        } else if (sql.take("GENERATED", "ALWAYS", "AS") || sql.take("AS")) {
            String expression = sql.parenthesized();
            boolean stored = sql.take("STORED");
            sql.take("VIRTUAL");
            changed = column.withGenerated(new Column.Generated(expression, stored));
        } else {
            throw sql.unexpected("a constraint");
        }
        constraintName = null;
        return changed;
    }

    private void keyOfColumn(Column column) {
        boolean descending = sql.take("DESC");
        sql.take("ASC");
        var conflict = onConflict();
        boolean autoincrement = sql.take("AUTOINCREMENT");
        boolean apart = descending && column.type().equalsIgnoreCase("INTEGER");
        primaryKey = new PrimaryKey(
                constraintName,
                List.of(new KeyColumn(column.name(), null, descending)),
                autoincrement,
                apart,
                conflict);
    }

    private void tableConstraint() {
        constraintName = null;
        while (sql.take("CONSTRAINT")) {
            constraintName = sql.name();
        }
        if (sql.take("PRIMARY", "KEY")) {
            sql.expectSymbol("(");
            var keys = keyColumns();
            boolean autoincrement = sql.take("AUTOINCREMENT");
            sql.expectSymbol(")");
            primaryKey = new PrimaryKey(constraintName, keys, autoincrement, false, onConflict());
        } else if (sql.take("UNIQUE")) {
            sql.expectSymbol("(");
            var keys = keyColumns();
            sql.expectSymbol(")");
            uniques.add(new Unique(constraintName, keys, onConflict()));
        } else if (sql.take("CHECK")) {
            checks.add(new Check(constraintName, sql.parenthesized()));
            onConflict();
        } else if (sql.take("FOREIGN", "KEY")) {
            var from = sql.names();
            sql.expect("REFERENCES");
            foreignKeys.add(references(from));
        } else if (!sql.isAtSymbol(",") && !sql.isAtSymbol(")")) {
            throw sql.unexpected("a constraint");
        }
    }

    private List<KeyColumn> keyColumns() {
        var keys = new ArrayList<KeyColumn>();
        do {
            String name = sql.name();
            String collation = sql.take("COLLATE") ? sql.name() : null;
            boolean descending = sql.take("DESC");
            sql.take("ASC");
            keys.add(new KeyColumn(name, collation, descending));
        } while (sql.takeSymbol(","));
        return keys;
    }

    private ForeignKey references(List<String> from) {
        String parent = sql.name();
        List<String> to = sql.isAtSymbol("(") ? sql.names() : List.of();
        var onDelete = Action.NO_ACTION;
        var onUpdate = Action.NO_ACTION;
        while (sql.isAt("ON") || sql.isAt("MATCH")) {
            if (sql.take("ON", "DELETE")) {
                onDelete = action();
            } else if (sql.take("ON", "UPDATE")) {
                onUpdate = action();
            } else if (sql.take("ON", "INSERT")) {
                action();
            } else {
                sql.expect("MATCH");
                sql.name();
            }
        }
        return new ForeignKey(constraintName, from, parent, to, onDelete, onUpdate, deferred());
    }

    private boolean deferred() {
        boolean never = sql.take("NOT", "DEFERRABLE");
        boolean ever = !never && sql.take("DEFERRABLE");
        boolean deferred = sql.take("INITIALLY", "DEFERRED");
        sql.take("INITIALLY", "IMMEDIATE");
        return ever && deferred;
    }

    private Action action() {
        if (sql.take("NO", "ACTION")) {
            return Action.NO_ACTION;
        }
        if (sql.take("SET", "NULL")) {
            return Action.SET_NULL;
        }
        if (sql.take("SET", "DEFAULT")) {
            return Action.SET_DEFAULT;
        }
        if (sql.take("CASCADE")) {
            return Action.CASCADE;
        }
        sql.expect("RESTRICT");
        return Action.RESTRICT;
    }

    private @Nullable Conflict onConflict() {
        if (!sql.take("ON", "CONFLICT")) {
            return null;
        }
        if (sql.take("ABORT")) {
            return null;
        }
        return Conflict.valueOf(sql.name().toUpperCase(Locale.ROOT));
    }
}
