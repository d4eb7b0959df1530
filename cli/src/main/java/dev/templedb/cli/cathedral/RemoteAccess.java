package dev.templedb.cli.cathedral;

import java.nio.file.Path;

/// What it takes to reach remotes.
///
/// @param version     of this program
/// @param credentials the file that keeps tokens
public record RemoteAccess(String version, Path credentials) {}
