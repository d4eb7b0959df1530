package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import java.nio.file.Path;
import java.util.List;

/// What leads to a state of a remote project.
///
/// @param state    that state, as the remote says
/// @param packages in their order; none when it is one of those that the caller has. They stay until `remove` runs
/// @param remove   takes away what was fetched
public record Fetched(Sha256 state, List<Path> packages, Runnable remove) implements AutoCloseable {
    public Fetched {
        packages = List.copyOf(packages);
    }

    @Override
    public void close() {
        remove.run();
    }
}
