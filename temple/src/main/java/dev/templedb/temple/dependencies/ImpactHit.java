package dev.templedb.temple.dependencies;

/// A project that depends on a package that was asked about.
///
/// @param certain whether the version is known and meets the question, or every version does that the requirement
/// leaves
///                room for; otherwise the version that the project gets may be another
public record ImpactHit(String project, Dependency dependency, boolean certain) {}
