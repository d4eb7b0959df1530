package dev.templedb.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param items in the order of the list
/// @param next  give it back as `cursor` to get what follows; null at the end
public record PageJson<T>(List<T> items, @Nullable String next) {}
