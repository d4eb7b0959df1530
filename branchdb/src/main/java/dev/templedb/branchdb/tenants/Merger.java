package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.schema.Schema;

/// Says what comes of two schemas that were one. Asked while nobody else can change or write to the target.
@FunctionalInterface
public interface Merger {
    /// @param base   what both began with
    /// @param target what is to be changed
    /// @param source what is merged into it
    /// @throws dev.templedb.core.TempleException when they contradict each other
    Edit merge(Schema base, Schema target, Schema source);
}
