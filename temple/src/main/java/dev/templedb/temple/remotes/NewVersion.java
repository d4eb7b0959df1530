package dev.templedb.temple.remotes;

import dev.templedb.core.VersionName;
import java.util.Optional;

/// A version to be published.
public record NewVersion(VersionName name, Optional<String> notes) {}
