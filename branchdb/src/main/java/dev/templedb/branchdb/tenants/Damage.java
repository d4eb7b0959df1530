package dev.templedb.branchdb.tenants;

/// Something that is broken in the file of a tenant.
///
/// @param words what SQLite says about it
public record Damage(String tenant, String words) {}
