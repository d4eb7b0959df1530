package dev.templedb.temple.environments;

import java.util.Optional;

/// What a file says about a tool that the project needs.
///
/// @param tool  what it needs
/// @param range the versions that will do; empty when the file does not say
/// @param why   for people, on one line: `.nvmrc: v22`
/// @param rank  0 for files that only name a version, 1 for manifests; the lower is believed
record ToolHint(Tool tool, Optional<VersionRange> range, String why, int rank) {}
