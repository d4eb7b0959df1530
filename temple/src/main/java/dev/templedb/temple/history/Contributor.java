package dev.templedb.temple.history;

import java.time.Instant;

/// Somebody who wrote commits, told apart by their e-mail address in any case.
///
/// @param name    as in their newest commit
/// @param commits how many they wrote, merges included
/// @param first   when they wrote the first, by their own clock
/// @param last    when they wrote the last
public record Contributor(String name, String email, long commits, Instant first, Instant last) {}
