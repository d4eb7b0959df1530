package dev.templedb.cli.command;

import dev.templedb.temple.Temple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Opens the temple that the command line names.
public final class Temples {
    private final Supplier<Path> path;
    private final Clock clock;
    private final String user;
    private final Supplier<Set<String>> keys;
    private boolean usesScratch;

    /// @param keys the public keys of the user
    public Temples(Supplier<Path> path, Clock clock, String user, Supplier<Set<String>> keys) {
        this.path = path;
        this.keys = keys;
        this.clock = clock;
        this.user = user;
    }

    /// Where the temple is, or will be.
    public Path path() {
        return path.get();
    }

    /// What "now" means.
    public Clock clock() {
        return clock;
    }

    /// Who uses it.
    public String user() {
        return user;
    }

    /// Where services may put what they need for a while: beside the temple, on the same disk.
    public Path scratch() {
        usesScratch = true;
        return path().toAbsolutePath().resolveSibling(path().getFileName() + "-scratch");
    }

    /// Removes the scratch directory if somebody asked for it and nothing is in it.
    public void sweep() {
        if (usesScratch) {
            try {
                Files.deleteIfExists(scratch());
            } catch (IOException inUse) {
                // Another process works there; it sweeps when it is done.
            }
        }
    }

    /// Works with the temple, or with an empty one that is gone afterwards when there is none.
    public <T> T withoutWriting(Function<Temple, T> work) {
        return withoutWriting(path(), work);
    }

    /// Works with the temple at `other`, or with an empty one that is gone afterwards when there is none.
    public <T> T withoutWriting(Path other, Function<Temple, T> work) {
        if (Files.exists(other)) {
            try (var temple = Temple.openExisting(other, clock, user)) {
                return work.apply(temple.withKeys(keys));
            }
        }
        try {
            Path directory = Files.createTempDirectory("templedb");
            Path file = directory.resolve("empty.sqlite");
            try (var temple = Temple.open(file, clock, user)) {
                return work.apply(temple.withKeys(keys));
            } finally {
                for (String suffix : new String[] {"", "-wal", "-shm"}) {
                    Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
                }
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Works with the temple, which must exist.
    public <T> T inExisting(Function<Temple, T> work) {
        try (var temple = Temple.openExisting(path(), clock, user)) {
            return work.apply(temple.withKeys(keys));
        }
    }

    /// Works with the temple at another place, which is made when there is none.
    public <T> T in(Path other, Function<Temple, T> work) {
        try (var temple = Temple.open(other, clock, user)) {
            return work.apply(temple.withKeys(keys));
        }
    }

    /// Works with the temple, which is made when there is none.
    public <T> T inAny(Function<Temple, T> work) {
        return in(path(), work);
    }
}
