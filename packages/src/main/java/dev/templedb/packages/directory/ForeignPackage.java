package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// A directory package of the Python tool: files without objects. One commit is made of them, always the same for the
/// same package.
final class ForeignPackage implements DirectoryPackageReader.Reading {
    private static final int THREADS = 2;
    private static final int NAMED_AT_MOST = 20;

    private record GitObject(ObjectKind kind, GitId id, byte[] bytes) {}

    /// Where the content of a blob is, and what to do to it.
    private record Blob(String part, LineEnds lineEnds, long bytes) {}

    private final PackageParts parts;
    private final Json.Obj manifest;
    private final Json.Obj project;
    private final boolean partial;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<GitObject> objects = new ArrayList<>();
    private final Map<GitId, Blob> blobs = new LinkedHashMap<>();
    private final ForeignTree tree = new ForeignTree();
    private final ObjectSet.Builder set = new ObjectSet.Builder();
    private final ObjectHasher hasher = new ObjectHasher();
    private final ForeignDocuments documents;
    private final ProjectState state;
    private final PackedFrames packed;

    private ForeignPackage(PackageParts parts, Json.Obj manifest, Json.Obj project, OpenOptions options) {
        this.parts = parts;
        this.manifest = manifest;
        this.project = project;
        this.partial = options.partial();
        this.documents = new ForeignDocuments(parts, this::leaveOut);
        var hashes = new HashMap<String, Sha256>();
        var checksum = parts.hash((path, length, sha256) -> hashes.put(path, sha256), options.progress());
        var list = new FileList(parts, json -> json);
        takeFiles(list, hashes);
        verify(checksum);
        list.others()
                .forEach(
                        part -> notices.add("%s belongs to no file of the package and was not taken.".formatted(part)));
        documents.takeAll(list.files(), manifest, project);
        var facts = new ForeignFacts(manifest, project, notices);
        var commit = commit(facts);
        this.state = facts.state(commit, set.build(), documents.hashes());
        var large = blobs.values().stream().anyMatch(blob -> blob.bytes() > FrameLimits.WHOLE_BLOB_BYTES);
        this.packed = new PackedFrames(options.scratch(), large, this::pack);
    }

    static ForeignPackage read(PackageParts parts, Json.Obj manifest, Json.Obj project, OpenOptions options) {
        return new ForeignPackage(parts, manifest, project, options);
    }

    private void leaveOut(ErrorCode code, String what, String why) {
        if (!partial) {
            throw Refusal.of(code, what, why);
        }
        leftOut.add(new LeftOut(what, why));
    }

    private void takeFiles(FileList list, Map<String, Sha256> hashes) {
        requireComplete(list);
        var collisions = new PathCollisions();
        var paths = new HashSet<String>();
        for (var file : list.files()) {
            if (!paths.add(file.path())) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_ENTRY_DUPLICATE,
                        Names.FILES_MANIFEST,
                        "lists the path \"%s\" twice".formatted(file.path()));
            }
            var unsafe = FilePath.whyUnsafe(file.path()).or(() -> collisions.add(file.path()));
            if (unsafe.isPresent()) {
                leaveOut(ErrorCode.PACKAGE_PATH_UNSAFE, file.path(), "cannot be taken: " + unsafe.get());
            } else {
                lineEnds(file, Objects.requireNonNull(hashes.get(file.blob()))).ifPresent(ends -> take(file, ends));
            }
        }
    }

    private void requireComplete(FileList list) {
        var missing = list.missing();
        if (!missing.isEmpty() && !partial) {
            var named = String.join(", ", missing.subList(0, Math.min(NAMED_AT_MOST, missing.size())));
            var more = missing.size() > NAMED_AT_MOST ? " and %d more".formatted(missing.size() - NAMED_AT_MOST) : "";
            throw Refusal.of(
                    ErrorCode.PACKAGE_INCOMPLETE,
                    "The package",
                    "lacks the content of %d files: %s%s".formatted(missing.size(), named, more));
        }
        missing.forEach(path -> leftOut.add(new LeftOut(path, "its content is missing from the package")));
        long counted = manifest.object("contents").whole("files").orElse(-1L);
        int listed = list.files().size() + missing.size();
        if (counted > listed) {
            leaveOut(
                    ErrorCode.PACKAGE_INCOMPLETE,
                    "The package",
                    "lists %d of the %d files that it should hold".formatted(listed, counted));
        } else if (counted >= 0 && counted < listed) {
            notices.add("The manifest counts %d files, and the package lists %d; all of them were taken."
                    .formatted(counted, listed));
        }
    }

    /// Finds the content that has the hash which the package names; empty when it was left out.
    private Optional<LineEnds> lineEnds(ListedFile file, Sha256 found) {
        if (found.hex().equals(file.hash())) {
            return Optional.of(LineEnds.AS_THEY_ARE);
        }
        for (var ends : List.of(LineEnds.LF_TO_CRLF, LineEnds.CRLF_TO_LF)) {
            if (hash(file.blob(), ends).hex().equals(file.hash())) {
                notices.add("The line ends of %s were changed on the way; its hash proves that they are right now."
                        .formatted(file.path()));
                return Optional.of(ends);
            }
        }
        leaveOut(
                ErrorCode.PACKAGE_DIGEST_MISMATCH,
                "%s (%s)".formatted(file.blob(), file.path()),
                "is damaged: its content does not have the hash that the package names");
        return Optional.empty();
    }

    private InputStream open(String part, LineEnds ends) {
        return ends.apply(parts.open(part));
    }

    private Sha256 hash(String part, LineEnds ends) {
        var digest = Sha256.newDigest();
        read(part, ends, digest::update);
        return Sha256.from(digest);
    }

    @FunctionalInterface
    private interface Bytes {
        void take(byte[] bytes, int offset, int length);
    }

    private long read(String part, LineEnds ends, Bytes sink) {
        var buffer = new byte[1 << 16];
        long total = 0;
        try (var in = open(part, ends)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                sink.take(buffer, 0, got);
                total += got;
            }
            return total;
        } catch (IOException failure) {
            throw Refusal.unreadable(part, failure);
        }
    }

    private void take(ListedFile file, LineEnds ends) {
        long length = ends == LineEnds.AS_THEY_ARE
                ? parts.length(file.blob())
                : read(file.blob(), ends, (bytes, from, count) -> {});
        if (file.bytes() >= 0 && file.bytes() != length && !isExplainedByLineEnds(file, ends, length)) {
            leaveOut(
                    ErrorCode.PACKAGE_MALFORMED,
                    "%s (%s)".formatted(file.blob(), file.path()),
                    "has %d bytes instead of the %d that its description says".formatted(length, file.bytes()));
            return;
        }
        hasher.begin(ObjectKind.BLOB, length);
        read(file.blob(), ends, hasher::update);
        var id = hasher.endGitId();
        var sha256 = hasher.endSha256();
        if (blobs.putIfAbsent(id, new Blob(file.blob(), ends, length)) == null) {
            set.add(id, sha256, length);
        }
        tree.add(file.path(), mode(file), id);
    }

    /// The Python tool notes the length before it changes CRLF to LF, and the hash after.
    private boolean isExplainedByLineEnds(ListedFile file, LineEnds ends, long length) {
        long[] lines = {0};
        read(file.blob(), ends, (bytes, from, count) -> {
            for (int i = from; i < from + count; i++) {
                lines[0] += bytes[i] == '\n' ? 1 : 0;
            }
        });
        var explained = file.bytes() > length && file.bytes() <= length + lines[0];
        if (explained) {
            notices.add(
                    "%s had %d bytes before it was packed and has %d now: the Python tool has changed its line ends to LF, which cannot be undone."
                            .formatted(file.path(), file.bytes(), length));
        }
        return explained;
    }

    private static int mode(ListedFile file) {
        return switch (file.mode()) {
            case "100755", "0100755", "755", "0755" -> 0100755;
            case "120000", "0120000" -> 0120000;
            default -> 0100644;
        };
    }

    private void verify(Sha256 checksum) {
        var checksums = manifest.object("checksums");
        var algorithm = checksums.text("algorithm").orElse("sha256");
        var named = checksums.text("sha256").orElse("");
        if (!algorithm.equals("sha256") || named.isEmpty()) {
            notices.add("The package carries no SHA-256 checksum; each file's own hash was verified.");
        } else if (!named.equals(checksum.hex())) {
            leaveOut(
                    ErrorCode.PACKAGE_DIGEST_MISMATCH,
                    "The package",
                    "is damaged: its content does not have the checksum that manifest.json names");
        }
    }

    private Optional<GitId> commit(ForeignFacts facts) {
        if (blobs.isEmpty()) {
            return Optional.empty();
        }
        var seen = new HashSet<GitId>();
        var root = tree.write(hasher, (id, bytes) -> {
            if (seen.add(id)) {
                addObject(ObjectKind.TREE, id, bytes);
            }
        });
        var bytes = facts.commit(root);
        var id = hasher.gitId(ObjectKind.COMMIT, bytes);
        addObject(ObjectKind.COMMIT, id, bytes);
        return Optional.of(id);
    }

    private void addObject(ObjectKind kind, GitId id, byte[] bytes) {
        objects.add(new GitObject(kind, id, bytes));
        set.add(id, Sha256.of(bytes), bytes.length);
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Json.Obj unknownFields() {
        return Json.Obj.empty()
                .with("manifest", ManifestMembers.unknownOfManifest(manifest))
                .with("project", ManifestMembers.unknownOfProject(project, project.object("metadata")));
    }

    @Override
    public List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public List<String> notices() {
        return List.copyOf(notices);
    }

    @Override
    public long rawBytes() {
        return objects.stream().mapToLong(object -> object.bytes().length).sum()
                + blobs.values().stream().mapToLong(Blob::bytes).sum()
                + documents.bytes();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        packed.forEach(sink);
    }

    @Override
    public int frameCount() {
        return packed.count();
    }

    @Override
    public Frame frame(int number) {
        return packed.frame(number);
    }

    @Override
    public void close() {
        packed.close();
    }

    private void pack(Consumer<Frame> sink) {
        var pieces = new HashSet<Sha256>();
        try (var packer = new FramePacker(
                FrameLimits.LEVEL, THREADS, ErrorCode.PACKAGE_DIGEST_MISMATCH, open -> sink.accept(open.frame()))) {
            objects.reversed().forEach(object -> packer.add(object.kind(), object.id(), object.bytes()));
            packer.endFrame();
            for (var blob : blobs.entrySet()) {
                var content = blob.getValue();
                try (var in = open(content.part(), content.lineEnds())) {
                    if (content.bytes() > FrameLimits.WHOLE_BLOB_BYTES) {
                        packer.addLargeBlob(blob.getKey(), content.bytes(), in, piece -> !pieces.add(piece));
                    } else {
                        packer.add(ObjectKind.BLOB, blob.getKey(), in.readNBytes(FrameLimits.WHOLE_BLOB_BYTES));
                    }
                } catch (IOException failure) {
                    throw Refusal.unreadable(content.part(), failure);
                }
            }
            packer.endFrame();
            documents.forEach((sha256, bytes) -> {
                if (pieces.add(sha256) && !packer.addPiece(bytes).equals(sha256)) {
                    throw new TempleException(
                            ErrorCode.PACKAGE_DIGEST_MISMATCH, "The package changed while it was read.");
                }
            });
            packer.finish();
        }
    }
}
