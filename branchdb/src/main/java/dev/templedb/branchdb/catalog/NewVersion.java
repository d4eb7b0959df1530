package dev.templedb.branchdb.catalog;

import dev.templedb.core.Sha256;
import java.util.OptionalLong;

/// A version that a branch is to have.
///
/// @param hash       of the model
/// @param model      canonical JSON
/// @param steps      what leads there from the head of the branch, as JSON
/// @param inverse    what leads back
/// @param mergedFrom the version that a merge brings in
public record NewVersion(Sha256 hash, String model, String steps, String inverse, OptionalLong mergedFrom) {}
