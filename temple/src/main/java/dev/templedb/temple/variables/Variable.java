package dev.templedb.temple.variables;

import java.time.Instant;

/// A variable of a project.
///
/// @param environment the environment it is of; [Variables#DEFAULT] when it is of all that do not have their own
/// @param name        as a shell knows it
/// @param value       any text without NUL
/// @param changedAt   when it got this value
/// @param looksSecret whether it most likely should be a secret instead
public record Variable(String environment, String name, String value, Instant changedAt, boolean looksSecret) {}
