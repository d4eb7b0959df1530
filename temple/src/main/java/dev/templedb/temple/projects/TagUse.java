package dev.templedb.temple.projects;

/// A tag, and how many projects have it.
public record TagUse(String tag, long projects) {}
