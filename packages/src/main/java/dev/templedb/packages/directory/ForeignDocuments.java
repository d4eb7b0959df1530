package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Everything in a package of the Python tool that is no file of the project, as documents of a state: nothing is
/// dropped.
final class ForeignDocuments {
    private static final Set<String> TAKEN = Set.of(Names.MANIFEST, Names.PROJECT, Names.FILES_MANIFEST);
    /// An empty list in `vcs/` says nothing; we write it anyway.
    private static final Set<String> NOTHING = Set.of("[]", "{}", "");

    /// Says that something cannot be taken.
    @FunctionalInterface
    interface LeaveOut {
        void leaveOut(ErrorCode code, String what, String why);
    }

    /// A stretch of a part, or bytes that were made here.
    private record Source(String part, long offset, byte[] made) {}

    private final PackageParts parts;
    private final LeaveOut leaveOut;
    private final SortedMap<String, Sha256> hashes = new TreeMap<>();
    private final Map<Sha256, Source> sources = new LinkedHashMap<>();
    private long bytes;

    ForeignDocuments(PackageParts parts, LeaveOut leaveOut) {
        this.parts = parts;
        this.leaveOut = leaveOut;
    }

    void takeAll(List<ListedFile> files, Json.Obj manifest, Json.Obj project) {
        for (var path : parts.paths()) {
            if (!TAKEN.contains(path)
                    && !path.startsWith("files/")
                    && !(path.startsWith("vcs/") && saysNothing(path))) {
                takePart(path);
            }
        }
        takeMade(
                Names.IMPORTED_PACKAGE,
                PackageJson.write(Json.Obj.empty()
                        .with("manifest", manifest)
                        .with("project", ForeignFacts.withoutLocalPaths(project))));
        if (!files.isEmpty()) {
            takeMade(
                    Names.IMPORTED_FILES,
                    PackageJson.write(new Json.Arr(
                            files.stream().<Json>map(ListedFile::kept).toList())));
        }
    }

    private boolean saysNothing(String path) {
        return parts.length(path) <= 8
                && NOTHING.contains(new String(parts.read(path, 8), java.nio.charset.StandardCharsets.UTF_8).strip());
    }

    private void takePart(String path) {
        var name = DocumentNames.of(path);
        if (name.isEmpty()) {
            leaveOut.leaveOut(ErrorCode.PACKAGE_ENTRY_UNSAFE, path, "cannot be taken: its name is too long");
            return;
        }
        long length = parts.length(path);
        int count = (int) Math.max(1, Math.ceilDiv(length, (long) DocumentNames.LARGEST_BYTES));
        try (var in = parts.open(path)) {
            for (int number = 1; number <= count; number++) {
                var piece = in.readNBytes(DocumentNames.LARGEST_BYTES);
                take(
                        count == 1 ? name.get() : DocumentNames.part(name.get(), number, count),
                        piece,
                        new Source(path, (number - 1L) * DocumentNames.LARGEST_BYTES, new byte[0]));
            }
        } catch (IOException failure) {
            throw Refusal.unreadable(path, failure);
        }
    }

    private void takeMade(String name, byte[] made) {
        int count = Math.max(1, Math.ceilDiv(made.length, DocumentNames.LARGEST_BYTES));
        for (int number = 1; number <= count; number++) {
            int from = (number - 1) * DocumentNames.LARGEST_BYTES;
            var piece =
                    java.util.Arrays.copyOfRange(made, from, Math.min(made.length, from + DocumentNames.LARGEST_BYTES));
            take(count == 1 ? name : DocumentNames.part(name, number, count), piece, new Source("", 0, piece));
        }
    }

    private void take(String name, byte[] piece, Source source) {
        var sha256 = Sha256.of(piece);
        // A package that went through here before may carry such a document already; the first to come stays.
        if (hashes.putIfAbsent(name, sha256) == null && sources.putIfAbsent(sha256, source) == null) {
            bytes += piece.length;
        }
    }

    /// The documents by name.
    SortedMap<String, Sha256> hashes() {
        return Collections.unmodifiableSortedMap(hashes);
    }

    /// How many bytes all contents have.
    long bytes() {
        return bytes;
    }

    /// Hands out each content once.
    void forEach(BiConsumer<Sha256, byte[]> sink) {
        sources.forEach((sha256, source) -> sink.accept(sha256, read(source)));
    }

    private byte[] read(Source source) {
        if (source.part().isEmpty()) {
            return source.made();
        }
        try (var in = parts.open(source.part())) {
            in.skipNBytes(source.offset());
            return in.readNBytes(DocumentNames.LARGEST_BYTES);
        } catch (IOException failure) {
            throw Refusal.unreadable(source.part(), failure);
        }
    }
}
