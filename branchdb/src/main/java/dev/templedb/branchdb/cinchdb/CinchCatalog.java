package dev.templedb.branchdb.cinchdb;

import dev.templedb.branchdb.names.NameKind;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.ReadOnlyQuery;
import dev.templedb.sqlite.SqlValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `metadata.db` says, as far as it fits together; the rest is a finding.
final class CinchCatalog {
    private static final String EMPTY_TENANT = "__empty__";
    private static final Set<String> KINDS = Set.of(
            "create_table",
            "drop_table",
            "rename_table",
            "copy_table",
            "add_column",
            "drop_column",
            "rename_column",
            "modify_column",
            "alter_column_nullable",
            "create_view",
            "drop_view",
            "update_view",
            "create_index",
            "drop_index");

    private final ReadOnlyQuery file;
    private final Findings findings;

    /// @param tenants by name, `__empty__` apart
    /// @param changes in their order
    record CinchBranch(
            String id, String name, @Nullable String parent, List<CinchTenant> tenants, List<CinchChange> changes) {}

    record CinchTenant(String name, boolean hasFile, boolean isEncrypted) {}

    /// @param details JSON, or what should have been
    record CinchChange(
            String id,
            String kind,
            String details,
            String sql,
            @Nullable String snapshot,
            boolean isApplied) {}

    record CinchDatabase(
            String name, String description, @Nullable String maintenance, List<CinchBranch> branches) {}

    CinchCatalog(ReadOnlyQuery file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    List<CinchDatabase> read() {
        var databases =
                rows("SELECT id, name, description, maintenance_mode, maintenance_reason FROM databases ORDER BY name");
        var branches = rows("SELECT id, name, parent_branch, database_id, archived_at FROM branches ORDER BY name");
        var tenants = rows("SELECT branch_id, name, materialized, metadata FROM tenants ORDER BY name");
        var changes = rows("""
                SELECT l.branch_id, l.change_id, l.applied, c.type, c.details, c.sql, c.schema_snapshot, c.id AS found
                  FROM branch_changes l LEFT JOIN changes c ON c.id = l.change_id
                 ORDER BY l.branch_id, l.applied_order, l.change_id
                """);
        var branchesOf = group(branches, "database_id");
        var tenantsOf = group(tenants, "branch_id");
        var changesOf = group(changes, "branch_id");
        var found = new ArrayList<CinchDatabase>();
        var ids = new HashSet<String>();
        for (var row : databases) {
            ids.add(text(row, "id"));
            String name = text(row, "name");
            if (isValid(NameKind.DATABASE, name, "")) {
                found.add(
                        database(row, name, branchesOf.getOrDefault(text(row, "id"), List.of()), tenantsOf, changesOf));
            }
        }
        orphans("branch", branchesOf, ids, "database");
        var branchIds = new HashSet<String>();
        branches.forEach(row -> branchIds.add(text(row, "id")));
        orphans("tenant", tenantsOf, branchIds, "branch");
        orphans("listed change", changesOf, branchIds, "branch");
        return found;
    }

    private void orphans(
            String noun, Map<String, List<Map<String, SqlValue>>> grouped, Set<String> known, String owner) {
        grouped.forEach((id, rows) -> {
            if (!known.contains(id)) {
                rows.forEach(row -> findings.loss(
                        text(row, row.containsKey("name") ? "name" : "change_id"),
                        "This %s belongs to a %s that is not there.".formatted(noun, owner)));
            }
        });
    }

    private CinchDatabase database(
            Map<String, SqlValue> row,
            String name,
            List<Map<String, SqlValue>> branches,
            Map<String, List<Map<String, SqlValue>>> tenants,
            Map<String, List<Map<String, SqlValue>>> changes) {
        var found = new LinkedHashMap<String, CinchBranch>();
        for (var branch : branches) {
            String branchName = text(branch, "name");
            String place = name + "/" + branchName;
            if (!(branch.get("archived_at") instanceof SqlValue.Null)) {
                findings.loss(place, "This branch was deleted; what is left of it does not come over.");
                continue;
            }
            if (!isValid(NameKind.BRANCH, branchName, name)) {
                continue;
            }
            String id = text(branch, "id");
            var made = new CinchBranch(
                    id,
                    branchName,
                    branch.get("parent_branch") instanceof SqlValue.Text(var parent) ? parent : null,
                    tenants(place, tenants.getOrDefault(id, List.of())),
                    changes(place, changes.getOrDefault(id, List.of())));
            if (found.putIfAbsent(branchName, made) != null) {
                findings.loss(place, "There are two branches of this name; the second does not come over.");
            }
        }
        boolean isClosed = row.get("maintenance_mode") instanceof SqlValue.Whole(var mode) && mode != 0;
        String reason = text(row, "maintenance_reason");
        return new CinchDatabase(
                name,
                text(row, "description"),
                isClosed ? reason.isEmpty() ? "maintenance mode of CinchDB" : reason : null,
                List.copyOf(found.values()));
    }

    private List<CinchTenant> tenants(String place, List<Map<String, SqlValue>> rows) {
        var found = new LinkedHashMap<String, CinchTenant>();
        for (var row : rows) {
            String name = text(row, "name");
            if (name.equals(EMPTY_TENANT) || !isValid(NameKind.TENANT, name, place)) {
                continue;
            }
            boolean hasFile = row.get("materialized") instanceof SqlValue.Whole(var flag) && flag != 0;
            boolean isEncrypted = json(text(row, "metadata")) instanceof Json.Obj metadata
                    && metadata.get("encrypted") instanceof Json.Bool(var encrypted)
                    && encrypted;
            found.put(name, new CinchTenant(name, hasFile, isEncrypted));
        }
        return List.copyOf(found.values());
    }

    private List<CinchChange> changes(String place, List<Map<String, SqlValue>> rows) {
        var found = new ArrayList<CinchChange>();
        for (var row : rows) {
            String id = text(row, "change_id");
            if (row.get("found") instanceof SqlValue.Null) {
                findings.loss(place, "The change %s is listed and not there.".formatted(id));
                continue;
            }
            boolean isApplied = row.get("applied") instanceof SqlValue.Whole(var flag) && flag != 0;
            if (!isApplied) {
                findings.note(place, "The change %s was not applied; it is listed as such.".formatted(id));
            }
            String kind = text(row, "type");
            found.add(new CinchChange(
                    id,
                    KINDS.contains(kind) ? kind : "imported",
                    text(row, "details"),
                    text(row, "sql"),
                    row.get("schema_snapshot") instanceof SqlValue.Text(var snapshot) ? snapshot : null,
                    isApplied));
        }
        return found;
    }

    private boolean isValid(NameKind kind, String name, String place) {
        try {
            kind.require(name);
            return true;
        } catch (TempleException e) {
            findings.loss(place.isEmpty() ? kind.noun() : place, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private List<Map<String, SqlValue>> rows(String sql) {
        var names = new ArrayList<String>();
        var found = new ArrayList<Map<String, SqlValue>>();
        file.run(sql, new ReadOnlyQuery.Listener() {
            @Override
            public void columns(List<String> columns) {
                names.addAll(columns);
            }

            @Override
            public void row(List<SqlValue> values) {
                var row = new HashMap<String, SqlValue>();
                for (int i = 0; i < values.size(); i++) {
                    row.put(names.get(i), values.get(i));
                }
                found.add(row);
            }
        });
        return found;
    }

    private static Map<String, List<Map<String, SqlValue>>> group(List<Map<String, SqlValue>> rows, String column) {
        var grouped = new LinkedHashMap<String, List<Map<String, SqlValue>>>();
        rows.forEach(row -> grouped.computeIfAbsent(text(row, column), key -> new ArrayList<>())
                .add(row));
        return grouped;
    }

    private static String text(Map<String, SqlValue> row, String column) {
        return row.get(column) instanceof SqlValue.Text(var text) ? text : "";
    }

    /// What `text` is as JSON; nothing when it is none.
    static Optional<Json> parse(String text) {
        return Optional.ofNullable(json(text));
    }

    private static @Nullable Json json(String text) {
        try {
            return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson notJson) {
            return null;
        }
    }
}
