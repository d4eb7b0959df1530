package dev.templedb.branchdb.codegen;

import dev.templedb.branchdb.codegen.Relation.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Pieces of SQL that all languages send, and of names that all derive from them.
final class SqlParts {
    private SqlParts() {}

    /// `"a", "b"`.
    static String list(List<Field> columns) {
        return columns.stream().map(Field::quoted).collect(Collectors.joining(", "));
    }

    /// `"a" = ? AND "b" = ?`.
    static String equal(List<Field> columns) {
        return columns.stream().map(each -> each.quoted() + " = ?").collect(Collectors.joining(" AND "));
    }

    /// Sets what can be changed of a row, then has its key: see [#updated].
    static String update(Relation table) {
        String sets =
                table.changed().stream().map(each -> each.quoted() + " = ?").collect(Collectors.joining(", "));
        return "UPDATE " + table.quoted() + " SET " + sets + " WHERE " + equal(table.key());
    }

    /// The columns of [#update], in the order of its parameters.
    static List<Field> updated(Relation table) {
        var all = new ArrayList<>(table.changed());
        all.addAll(table.key());
        return all;
    }

    static String delete(Relation table) {
        return "DELETE FROM " + table.quoted() + " WHERE " + equal(table.key());
    }

    /// Whether a new row can be found again by its key.
    static boolean hasSureKey(Relation table) {
        return !table.key().isEmpty() && table.key().stream().noneMatch(Field::isNullable);
    }

    /// What a reference leads to, by the columns that hold it: `team_id` leads to a `team`.
    static String target(List<Field> columns) {
        return columns.stream()
                .map(each -> each.name().replaceFirst("(?i)(?<=.)_?id$", ""))
                .collect(Collectors.joining("_and_"));
    }

    /// Who refers, by which columns: `users_by_team_id`.
    static String referrers(Relation child, List<Field> columns) {
        return child.name() + "_by_" + columns.stream().map(Field::name).collect(Collectors.joining("_and_"));
    }

    /// What messages and comments call a relation.
    static String described(Relation relation) {
        return (relation.isView() ? "the view " : "the table ") + Source.literal(relation.name());
    }
}
