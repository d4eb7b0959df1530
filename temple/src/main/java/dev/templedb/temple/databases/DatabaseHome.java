package dev.templedb.temple.databases;

import java.nio.file.Path;

/// Where the databases of a project lie.
///
/// @param directory  holds them
/// @param isAttached whether it is a directory of the user's, and not one in the folder beside the temple
/// @param isThere    whether they were there just now
public record DatabaseHome(Path directory, boolean isAttached, boolean isThere) {}
