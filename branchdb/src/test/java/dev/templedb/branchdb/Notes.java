package dev.templedb.branchdb;

import java.util.List;

/// The rows of the table that [Edits#notes] makes.
final class Notes {
    private Notes() {}

    static void add(Tenant tenant, String id) {
        tenant.write(tx -> tx.update("INSERT INTO notes (id, text) VALUES (:id, 'text')")
                .bind("id", id)
                .execute());
    }

    static long count(Tenant tenant) {
        return number(tenant, "SELECT count(*) FROM notes");
    }

    static List<String> ids(Tenant tenant) {
        return tenant.read(tx -> tx.query("SELECT id FROM notes ORDER BY id").list(row -> row.text(1)));
    }

    static long number(Tenant tenant, String sql) {
        return tenant.read(tx -> tx.query(sql).longValue());
    }

    static List<String> columns(Tenant tenant) {
        return tenant.read(
                tx -> tx.query("SELECT name FROM pragma_table_info('notes')").list(row -> row.text(1)));
    }
}
