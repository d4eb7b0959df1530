package dev.templedb.temple.dependencies;

/// A project that depends on a package that was asked about.
///
/// @param certain whether the version is known and meets the question; otherwise only a requirement is known
public record ImpactHit(String project, Dependency dependency, boolean certain) {}
