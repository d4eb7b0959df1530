package dev.templedb.api;

/// Whether the caller watches a project, and how many do.
public record WatchJson(boolean watched, long watchers) {}
