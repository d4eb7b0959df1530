package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.schema.Schema;

/// Says what is to become of a schema. Asked while nobody else can change or write to the branch.
@FunctionalInterface
public interface Editor {
    Edit edit(Schema current);
}
