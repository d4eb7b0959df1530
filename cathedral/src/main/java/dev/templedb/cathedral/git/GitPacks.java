package dev.templedb.cathedral.git;

import dev.templedb.cathedral.settings.OwnerAlone;
import dev.templedb.cathedral.transfer.SharedPack;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.packages.gitpack.GitPackFile;
import dev.templedb.packages.gitpack.PackEntries;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Packs of git's, each made once of what a state reaches of one pack of frames, and kept in a directory up to a number
/// of
/// bytes; those used last stay. After a push only what is new is made.
///
/// A pack is found by the key of exactly what it holds ([SharedPack#key]), so what somebody may not see can not be in
/// it.
/// It appears whole and on the disk, or not at all. Thread-safe; one process at a time.
final class GitPacks {
    private static final String UNFINISHED = "unfinished-";
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 2);
    /// A pack of more bytes waits for its turn: making one takes some 50 MB of memory, and all processors.
    private static final long LARGE_BYTES = 4 << 20;

    private static final class Entry {
        private final CompletableFuture<GitPack> made = new CompletableFuture<>();
        private int leases;
    }

    /// Keeps packs from being removed while they are read.
    final class Lease implements AutoCloseable {
        private final List<String> keys = new ArrayList<>();
        private final List<GitPack> packs = new ArrayList<>();

        /// The packs, in the order in which they were asked for.
        List<GitPack> packs() {
            return packs;
        }

        @Override
        public void close() {
            release(keys);
            keys.clear();
        }
    }

    private final Path directory;
    private final long mostBytes;
    private final Clock clock;
    private final Semaphore large = new Semaphore(1);
    /// What was used last comes last.
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private GitPacks(Path directory, long mostBytes, Clock clock) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /// Opens the directory, which this process alone uses; what a killed one has not finished goes.
    static GitPacks open(Path directory, long mostBytes, Clock clock) {
        var packs = new GitPacks(directory, mostBytes, clock);
        try (var found = Files.list(OwnerAlone.directory(directory))) {
            var all = new ArrayList<Path>();
            for (var one : found.toList()) {
                if (one.getFileName().toString().startsWith(UNFINISHED)) {
                    delete(one);
                } else {
                    all.add(one);
                }
            }
            all.sort(Comparator.comparing(GitPacks::usedAt));
            for (var one : all) {
                packs.addKept(one);
            }
            packs.removeOldest();
            return packs;
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private void addKept(Path one) throws IOException {
        var pack = read(one);
        if (pack == null) {
            delete(one);
            return;
        }
        OwnerAlone.file(pack.pack());
        OwnerAlone.file(pack.index());
        var entry = new Entry();
        entry.made.complete(pack);
        entries.put(pack.key(), entry);
        bytes += pack.bytes() + pack.indexBytes();
    }

    private static FileTime usedAt(Path one) {
        try {
            return Files.getLastModifiedTime(one);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /// How many bytes all packs have.
    synchronized long bytes() {
        return bytes;
    }

    /// Finds packs, and makes those that are not there. Whoever asks for the same meanwhile waits.
    ///
    /// @throws TempleException with `GIT_CACHE_UNAVAILABLE`, or what storage says
    Lease lease(List<SharedPack> wanted) {
        var lease = new Lease();
        boolean isWhole = false;
        try {
            for (var one : wanted) {
                lease.packs.add(find(one, lease));
            }
            lease.packs.removeIf(pack -> pack.objects() == 0);
            isWhole = true;
            return lease;
        } finally {
            if (!isWhole) {
                lease.close();
            }
        }
    }

    private GitPack find(SharedPack wanted, Lease lease) {
        var key = wanted.key();
        boolean isMine = false;
        Entry entry;
        synchronized (this) {
            var known = entries.get(key);
            isMine = known == null;
            entry = known == null ? new Entry() : known;
            entries.put(key, entry);
            entry.leases++;
            lease.keys.add(key);
        }
        if (isMine) {
            make(wanted, key, entry);
        }
        try {
            var pack = entry.made.join();
            touch(key);
            return pack;
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof TempleException known) {
                throw new TempleException(known.code(), String.valueOf(known.getMessage()), known);
            }
            throw failure;
        }
    }

    private void make(SharedPack wanted, String key, Entry entry) {
        try {
            var pack = write(wanted, key);
            synchronized (this) {
                bytes += pack.bytes() + pack.indexBytes();
            }
            entry.made.complete(pack);
            removeOldest();
        } catch (RuntimeException | Error failure) {
            synchronized (this) {
                entries.remove(key, entry);
            }
            entry.made.completeExceptionally(failure);
        }
    }

    private GitPack write(SharedPack wanted, String key) {
        boolean isLarge = wanted.bytes() > LARGE_BYTES;
        if (isLarge) {
            large.acquireUninterruptibly();
        }
        try {
            var unfinished = Files.createTempDirectory(directory, UNFINISHED);
            try {
                writePack(wanted, unfinished);
                var target = directory.resolve(key);
                Files.move(unfinished, target);
                var pack = read(target);
                if (pack == null) {
                    throw new IOException("a pack that was just written is not there");
                }
                return pack;
            } finally {
                delete(unfinished);
            }
        } catch (IOException failure) {
            throw unavailable(failure);
        } finally {
            if (isLarge) {
                large.release();
            }
        }
    }

    private static void writePack(SharedPack wanted, Path into) throws IOException {
        try (var objects = wanted.objects();
                var file = GitPackFile.begin(into, wanted.gitObjects());
                var work = new OrderedWork<PackEntries.Entries, IOException>(THREADS, "git-packer", entries -> {
                    file.append(entries);
                    for (var recipe : entries.large()) {
                        try (var content = objects.openBlob(recipe.blob())) {
                            file.appendLargeBlob(recipe.blob(), recipe.bytes(), content);
                        }
                    }
                })) {
            wanted.<IOException>frames((frame, live) -> {
                if (frame.layout().isLarge()) {
                    work.addAlone(() -> encode(frame, live));
                } else {
                    work.add(() -> encode(frame, live));
                }
            });
            work.finish();
            file.finish();
        }
        try (var written = Files.list(into)) {
            for (var one : written.toList()) {
                OwnerAlone.file(one);
                try (var channel = FileChannel.open(one, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static PackEntries.Entries encode(Frame frame, LiveObjects live) {
        try {
            return PackEntries.encode(frame, live);
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.STORED_PACK_DAMAGED,
                    "A frame that the server keeps is damaged: %s.".formatted(damaged.getMessage()),
                    damaged);
        }
    }

    private static @Nullable GitPack read(Path one) throws IOException {
        try (var files = Files.list(one)) {
            var all = files.toList();
            var pack = all.stream()
                    .filter(file -> file.toString().endsWith(".pack"))
                    .findFirst();
            var index = all.stream()
                    .filter(file -> file.toString().endsWith(".idx"))
                    .findFirst();
            if (all.size() != 2 || pack.isEmpty() || index.isEmpty()) {
                return null;
            }
            try (var in = new DataInputStream(Files.newInputStream(pack.get()))) {
                in.skipNBytes(8);
                return new GitPack(
                        one.getFileName().toString(),
                        pack.get(),
                        index.get(),
                        Files.size(pack.get()),
                        Files.size(index.get()),
                        Integer.toUnsignedLong(in.readInt()));
            }
        }
    }

    /// Notes the use for the next start.
    private void touch(String key) {
        try {
            Files.setLastModifiedTime(directory.resolve(key), FileTime.from(clock.instant()));
        } catch (IOException unimportant) {
            // It may then go sooner.
        }
    }

    private synchronized void release(List<String> keys) {
        for (var key : keys) {
            var entry = entries.get(key);
            if (entry != null) {
                entry.leases--;
            }
        }
        removeOldest();
    }

    private synchronized void removeOldest() {
        var each = entries.entrySet().iterator();
        while (bytes > mostBytes && each.hasNext()) {
            var oldest = each.next();
            var entry = oldest.getValue();
            if (entry.leases == 0 && entry.made.isDone() && !entry.made.isCompletedExceptionally()) {
                var pack = entry.made.join();
                bytes -= pack.bytes() + pack.indexBytes();
                each.remove();
                delete(directory.resolve(oldest.getKey()));
            }
        }
    }

    private static void delete(Path one) {
        if (!Files.exists(one)) {
            return;
        }
        try (Stream<Path> all = Files.walk(one)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException later) {
            // The next start tries again.
        }
    }

    private static TempleException unavailable(IOException failure) {
        return new TempleException(
                ErrorCode.GIT_CACHE_UNAVAILABLE, "The server could not write a pack for git to its disk.", failure);
    }
}
