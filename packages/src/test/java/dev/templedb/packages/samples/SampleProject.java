package dev.templedb.packages.samples;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A project that a test puts together object by object. Nothing stops it from being a bad one.
public final class SampleProject {
    private record Stored(ObjectKind kind, byte[] bytes) {}

    private record Claim(Sha256 sha256, long length) {}

    private final Map<GitId, Claim> claims = new LinkedHashMap<>();

    private final Map<GitId, Stored> objects = new LinkedHashMap<>();
    private final Map<String, byte[]> large = new LinkedHashMap<>();
    private final List<byte[]> pieces = new ArrayList<>();
    private final Map<String, GitId> refs = new TreeMap<>();
    private final List<PackagedFile> files = new ArrayList<>();
    private final List<GitId> left = new ArrayList<>();
    private final List<GitId> uncounted = new ArrayList<>();
    private UnaryOperator<Json.Obj> stateChange = state -> state;
    private Json.Obj unknown = Json.Obj.empty();
    private final List<CarriedEntry> carried = new ArrayList<>();
    private Optional<PackageBase> base = Optional.empty();
    private boolean damagedDocuments;
    private boolean oneObjectPerFrame;
    private int repeats = 1;

    /// Two commits, a directory, an executable, a link, a README, a tag.
    public static SampleProject small() {
        var project = new SampleProject();
        var readme = project.file("README.md", 0100644, "# Small\n");
        var script = project.file("bin/run", 0100755, "#!/bin/sh\nexit 0\n");
        var link = project.file("latest", 0120000, "bin/run");
        var bin = project.tree(entry(0100755, "run", script));
        var first = project.commit("first", project.tree(entry(0100644, "README.md", readme)));
        var second = project.commit(
                "second",
                project.tree(
                        entry(0100644, "README.md", readme), entry(040000, "bin", bin), entry(0120000, "latest", link)),
                first);
        project.ref("refs/heads/main", second);
        project.ref("refs/heads/old", first);
        project.ref("refs/tags/v1", project.tag(second, "commit", "v1"));
        return project;
    }

    /// One entry of a tree, as bytes.
    public static byte[] entry(int mode, String name, GitId id) {
        return entry(mode, name.getBytes(StandardCharsets.UTF_8), id);
    }

    /// One entry of a tree, as bytes.
    public static byte[] entry(int mode, byte[] name, GitId id) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((Integer.toOctalString(mode) + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(name);
        out.write(0);
        out.writeBytes(id.bytes());
        return out.toByteArray();
    }

    public GitId add(ObjectKind kind, byte[] bytes) {
        var id = new ObjectHasher().gitId(kind, bytes);
        objects.put(id, new Stored(kind, bytes));
        return id;
    }

    public GitId blob(String content) {
        return add(ObjectKind.BLOB, content.getBytes(StandardCharsets.UTF_8));
    }

    /// A blob that is also listed as a file of `HEAD`.
    public GitId file(String path, int mode, String content) {
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        var id = blob(content);
        files.add(new PackagedFile(
                path.getBytes(StandardCharsets.UTF_8),
                mode,
                id,
                Sha256.of(bytes),
                bytes.length,
                "text",
                "Text",
                content.lines().count(),
                content.lines().count(),
                0,
                1,
                Instant.EPOCH,
                "Ada"));
        return id;
    }

    public GitId tree(byte[]... entries) {
        var out = new ByteArrayOutputStream();
        for (var entry : entries) {
            out.writeBytes(entry);
        }
        return add(ObjectKind.TREE, out.toByteArray());
    }

    public GitId commit(String message, GitId tree, GitId... parents) {
        var text = new StringBuilder("tree " + tree + "\n");
        for (var parent : parents) {
            text.append("parent ").append(parent).append('\n');
        }
        text.append(
                "author Ada <ada@example.org> 1700000000 +0100\ncommitter Ada <ada@example.org> 1700000000 +0100\n\n");
        return add(
                ObjectKind.COMMIT, text.append(message).append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    public GitId tag(GitId target, String kind, String name) {
        return add(
                ObjectKind.TAG,
                ("object " + target + "\ntype " + kind + "\ntag " + name
                                + "\ntagger Ada <ada@example.org> 1700000000 +0100\n\nA tag\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// A blob that is stored in pieces.
    public GitId large(byte[] content) {
        var id = new ObjectHasher().gitId(ObjectKind.BLOB, content);
        large.put(id.hex(), content);
        return id;
    }

    /// A recipe as it is, for a blob of which the state says what the recipe claims.
    public SampleProject recipe(GitId blob, Sha256 sha256, long length, byte[] bytes) {
        objects.put(blob, new Stored(ObjectKind.RECIPE, bytes));
        claims.put(blob, new Claim(sha256, length));
        return this;
    }

    public SampleProject piece(byte[] content) {
        pieces.add(content);
        return this;
    }

    public SampleProject ref(String name, GitId id) {
        refs.put(name, id);
        return this;
    }

    /// Leaves an object out of the frames, though the state still counts it.
    public SampleProject leaveOut(GitId id) {
        left.add(id);
        return this;
    }

    /// Keeps an object in the frames that the state does not count.
    public SampleProject doNotCount(GitId id) {
        uncounted.add(id);
        return this;
    }

    public SampleProject changeState(UnaryOperator<Json.Obj> change) {
        stateChange = change;
        return this;
    }

    public SampleProject unknownFields(Json.Obj fields) {
        unknown = fields;
        return this;
    }

    /// Hands on a part that nobody here knows.
    public SampleProject carry(CarriedEntry entry) {
        carried.add(entry);
        return this;
    }

    /// Says that the package is to hold only what is new since `known`.
    public SampleProject base(PackageBase known) {
        base = Optional.of(known);
        return this;
    }

    /// Hands out documents that are not the ones that the state names, as a damaged database would.
    public SampleProject damageDocuments() {
        damagedDocuments = true;
        return this;
    }

    public SampleProject oneObjectPerFrame() {
        oneObjectPerFrame = true;
        return this;
    }

    /// Hands the same frames out several times: a package of any size that needs no memory.
    public SampleProject repeatFrames(int times) {
        repeats = times;
        return this;
    }

    public Map<String, GitId> refs() {
        return refs;
    }

    /// The tree of the commit on `refs/heads/main`.
    public GitId refsTree() {
        return GitId.parse(new String(bytes(refs.get("refs/heads/main")), 5, 40, StandardCharsets.US_ASCII));
    }

    /// The objects' bytes by id.
    public byte[] bytes(GitId id) {
        var stored = objects.get(id);
        return stored == null ? large.get(id.hex()) : stored.bytes();
    }

    public List<GitId> ids() {
        return List.copyOf(objects.keySet());
    }

    public ProjectState state() {
        var set = new ObjectSet.Builder();
        objects.forEach((id, stored) -> {
            if (!uncounted.contains(id)) {
                var claim = claims.getOrDefault(id, new Claim(Sha256.of(stored.bytes()), stored.bytes().length));
                set.add(id, claim.sha256(), claim.length());
            }
        });
        large.forEach((id, bytes) -> set.add(GitId.parse(id), Sha256.of(bytes), bytes.length));
        var built = set.build();
        var refMembers = new TreeMap<String, Json>();
        refs.forEach((name, id) -> refMembers.put(name, new Json.Str(id.hex())));
        var state = Json.Obj.empty()
                .with("state", 1)
                .with("time", "2026-01-02T03:04:05.678Z")
                .with("parents", new Json.Arr(List.of()))
                .with("created_by", "Ada <ada@example.org>")
                .with(
                        "project",
                        Json.Obj.empty()
                                .with("slug", "small")
                                .with("name", "Small")
                                .with("description", "For tests, \u00e9\u4e2d\ud83d\ude00")
                                .with("visibility", "private")
                                .with("metadata", Json.object("tags", Json.Arr.ofTexts(List.of("test")))))
                .with(
                        "git",
                        Json.Obj.empty()
                                .with("head", Json.object("ref", new Json.Str("refs/heads/main")))
                                .with("refs", Json.object(refMembers)))
                .with(
                        "objects",
                        Json.Obj.empty()
                                .with("count", built.count())
                                .with("bytes", built.bytes())
                                .with("sha256", built.sha256().hex()));
        try {
            return ProjectState.of(stateChange.apply(state));
        } catch (InvalidState invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }

    public List<OpenFrame> openFrames() {
        var frames = new ArrayList<OpenFrame>();
        try (var packer = new FramePacker(9, 1, ErrorCode.INTERNAL, frames::add)) {
            objects.forEach((id, stored) -> {
                if (!left.contains(id)) {
                    packer.add(stored.kind(), id, stored.bytes());
                    if (oneObjectPerFrame) {
                        packer.endFrame();
                    }
                }
            });
            pieces.forEach(packer::addPiece);
            var seen = new java.util.HashSet<Sha256>();
            for (var bytes : large.values()) {
                Recipe recipe = packer.addLargeBlob(
                        null, bytes.length, new ByteArrayInputStream(bytes), piece -> !seen.add(piece));
                recipe.bytes();
            }
            packer.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return frames;
    }

    /// The project as a writer takes it.
    public PackageSource source() {
        return new Source(state(), openFrames().stream().map(OpenFrame::frame).toList());
    }

    private final class Source implements PackageSource, ObjectSource {
        private final ProjectState state;
        private final List<Frame> frames;

        Source(ProjectState state, List<Frame> frames) {
            this.state = state;
            this.frames = frames;
        }

        @Override
        public ProjectState state() {
            return state;
        }

        @Override
        public Json.Obj unknownFields() {
            return unknown;
        }

        @Override
        public List<CarriedEntry> carried(PackageLayout.Family family) {
            return List.copyOf(carried);
        }

        @Override
        public Optional<PackageBase> base() {
            return base;
        }

        @Override
        public List<PackagedFile> files() {
            return files.stream()
                    .sorted(Comparator.comparing(PackagedFile::displayPath))
                    .toList();
        }

        @Override
        public List<PackagedCommit> commits() {
            return List.of();
        }

        @Override
        public void frames(Consumer<Frame> sink) {
            for (int i = 0; i < repeats; i++) {
                frames.forEach(sink);
            }
        }

        @Override
        public long rawBytes() {
            return frames.stream().mapToLong(frame -> frame.layout().rawBytes()).sum();
        }

        @Override
        public ObjectSource objects() {
            return this;
        }

        @Override
        public byte[] document(Sha256 sha256) {
            if (damagedDocuments) {
                return new byte[1];
            }
            return pieces.stream()
                    .filter(piece -> Sha256.of(piece).equals(sha256))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Writer writer() {
            return new Writer("0.1.0", 1, "full", List.of("V001__start"));
        }

        @Override
        public Progress progress() {
            return Progress.NONE;
        }

        @Override
        public RawObject read(GitId id) {
            var stored = java.util.Objects.requireNonNull(objects.get(id));
            return new RawObject(stored.kind(), stored.bytes());
        }

        @Override
        public long blobBytes(GitId id) {
            return bytes(id).length;
        }

        @Override
        public InputStream openBlob(GitId id) {
            return new ByteArrayInputStream(bytes(id));
        }

        @Override
        public void close() {}
    }
}
