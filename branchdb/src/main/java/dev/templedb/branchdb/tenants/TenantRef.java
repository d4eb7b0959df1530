package dev.templedb.branchdb.tenants;

/// Which tenant is meant, by names.
public record TenantRef(String database, String branch, String tenant) {}
