package dev.templedb.cli.command;

import dev.templedb.temple.Temple;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/// Opens the temple that the command line names.
public final class Temples {
    private final Supplier<Path> path;
    private final Clock clock;
    private final String user;

    public Temples(Supplier<Path> path, Clock clock, String user) {
        this.path = path;
        this.clock = clock;
        this.user = user;
    }

    /// Where the temple is, or will be.
    public Path path() {
        return path.get();
    }

    /// Works with the temple, which must exist.
    public <T> T inExisting(Function<Temple, T> work) {
        try (var temple = Temple.openExisting(path(), clock, user)) {
            return work.apply(temple);
        }
    }

    /// Works with the temple, which is made when there is none.
    public <T> T inAny(Function<Temple, T> work) {
        try (var temple = Temple.open(path(), clock, user)) {
            return work.apply(temple);
        }
    }
}
