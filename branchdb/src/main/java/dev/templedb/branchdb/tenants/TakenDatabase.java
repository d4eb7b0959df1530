package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A database from another place, with what it needs here.
///
/// @param schemas of each version, in order
/// @param makers  by number of each version that a branch is at, what makes an empty file of it; proved
/// @param files   files that were made at [TenantStore#newFile] with the schema of the tenant's branch; tenants may
/// have the
///                same one; others are lazy
public record TakenDatabase(
        WrittenDatabase database, List<Schema> schemas, SortedMap<Integer, SchemaPlan> makers, Map<Place, Path> files) {
    public TakenDatabase {
        schemas = List.copyOf(schemas);
        makers = new TreeMap<>(makers);
        files = Map.copyOf(files);
    }

    /// A tenant of a branch.
    public record Place(String branch, String tenant) {}
}
