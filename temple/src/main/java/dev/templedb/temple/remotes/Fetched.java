package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import java.nio.file.Path;
import java.util.List;

/// What leads to a state of a remote project.
///
/// @param state    that state, as the remote says
/// @param packages in their order; none when it is one of those that the caller has
public record Fetched(Sha256 state, List<Path> packages) {
    public Fetched {
        packages = List.copyOf(packages);
    }
}
