package dev.templedb.temple.checkout;

import dev.templedb.temple.history.ResolvedRef;
import java.nio.file.Path;

/// What a checkout wrote.
///
/// @param ref    what was checked out
/// @param target the directory
/// @param tree   what it holds now
public record CheckoutReport(ResolvedRef ref, Path target, WrittenTree tree) {}
