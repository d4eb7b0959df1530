package dev.templedb.branchdb.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An index that was made by name; those that SQLite makes for keys and unique columns are not among them.
///
/// @param name   unique among all tables, views and indexes
/// @param unique whether no two rows may have the same terms
/// @param terms  at least one
/// @param where  which rows it has, as SQL; null for all
public record Index(
        String name,
        boolean unique,
        List<Term> terms,
        @Nullable String where) {
    /// What an index sorts by.
    ///
    /// @param text       the name of a column, or an expression as it was written
    /// @param expression which of the two it is
    /// @param collation  by what texts of the column are compared, or null for the column's own; an expression has
    /// it in
    ///                   its text
    /// @param descending whether it goes downwards
    public record Term(
            String text, boolean expression, @Nullable String collation, boolean descending) {
        /// A column, upwards.
        public static Term column(String name) {
            return new Term(name, false, null, false);
        }

        String sql() {
            return (expression ? text : SqlName.quote(text))
                    + (collation == null ? "" : " COLLATE " + SqlName.quote(collation))
                    + (descending ? " DESC" : "");
        }
    }

    public Index {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("an index has terms");
        }
    }

    /// Whether it sorts by `column`, as far as its terms say: expressions and the condition are not looked at.
    public boolean hasColumn(String column) {
        return terms.stream().anyMatch(term -> !term.expression() && SqlName.same(term.text(), column));
    }

    /// The whole statement that makes it on `table`.
    public String createSql(String table) {
        return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + SqlName.quote(name) + " ON " + SqlName.quote(table)
                + " ("
                + terms.stream().map(Term::sql).collect(Collectors.joining(", "))
                + ")"
                + (where == null ? "" : " WHERE " + where);
    }
}
