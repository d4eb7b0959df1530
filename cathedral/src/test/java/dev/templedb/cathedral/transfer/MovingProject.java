package dev.templedb.cathedral.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.file.PackageFileWriter;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A project that lives: branches grow, are deleted and rewritten, tags and documents come and go. Makes packages of
/// where it is, whole or since an earlier moment.
final class MovingProject {
    private record Stored(ObjectKind kind, byte[] bytes, List<GitId> refers) {}

    /// A moment of the project.
    ///
    /// @param objects what its state reaches
    record Moment(ProjectState state, Set<GitId> objects, Map<String, byte[]> documents) {
        Sha256 root() {
            return state.root();
        }
    }

    private final String slug;
    private final Random random;
    private final Map<GitId, Stored> objects = new LinkedHashMap<>();
    private final TreeMap<String, GitId> refs = new TreeMap<>();
    private final TreeMap<String, byte[]> documents = new TreeMap<>();
    private final Map<String, TreeMap<String, byte[]>> files = new LinkedHashMap<>();
    private final List<Sha256> parents = new ArrayList<>();
    private int clock = 1_700_000_000;

    MovingProject(String slug, long seed) {
        this.slug = slug;
        this.random = new Random(seed);
        files.put("refs/heads/main", new TreeMap<>());
        commit("refs/heads/main", "README.md", "# " + slug + "\n");
    }

    private GitId add(ObjectKind kind, byte[] bytes, List<GitId> refers) {
        var id = new ObjectHasher().gitId(kind, bytes);
        objects.put(id, new Stored(kind, bytes, refers));
        return id;
    }

    /// Changes a file on a branch.
    void commit(String branch, String path, String content) {
        commit(branch, path, content.getBytes(UTF_8));
    }

    void commit(String branch, String path, byte[] content) {
        var tree = files.computeIfAbsent(branch, _ -> new TreeMap<>(files.get("refs/heads/main")));
        tree.put(path, content);
        var before = refs.getOrDefault(branch, refs.get("refs/heads/main"));
        refs.put(branch, commit(tree(tree), before == null ? List.of() : List.of(before)));
    }

    private GitId commit(GitId tree, List<GitId> parents) {
        var text = new StringBuilder("tree " + tree + "\n");
        parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
        var who = "Ada <ada@example.org> %d +0000\n".formatted(clock++);
        text.append("author ").append(who).append("committer ").append(who).append("\nA change\n");
        var refers = new ArrayList<>(parents);
        refers.add(tree);
        return add(ObjectKind.COMMIT, text.toString().getBytes(UTF_8), refers);
    }

    private GitId tree(TreeMap<String, byte[]> files) {
        var top = new TreeMap<String, byte[]>();
        var folders = new TreeMap<String, TreeMap<String, byte[]>>();
        files.forEach((path, content) -> {
            int slash = path.indexOf('/');
            if (slash < 0) {
                top.put(path, content);
            } else {
                folders.computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
                        .put(path.substring(slash + 1), content);
            }
        });
        var entries = new TreeMap<String, byte[]>();
        var refers = new ArrayList<GitId>();
        top.forEach((name, content) -> {
            var blob = add(ObjectKind.BLOB, content, List.of());
            refers.add(blob);
            entries.put(name, entry("100644 ", name, blob));
        });
        folders.forEach((name, inside) -> {
            var folder = tree(inside);
            refers.add(folder);
            entries.put(name + "/", entry("40000 ", name, folder));
        });
        var out = new ByteArrayOutputStream();
        entries.values().forEach(out::writeBytes);
        return add(ObjectKind.TREE, out.toByteArray(), refers);
    }

    private static byte[] entry(String mode, String name, GitId id) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((mode + name + "\0").getBytes(UTF_8));
        out.writeBytes(id.bytes());
        return out.toByteArray();
    }

    void deleteBranch(String branch) {
        refs.remove(branch);
        files.remove(branch);
    }

    /// Begins a branch anew: nothing of its old history stays.
    void rewrite(String branch) {
        refs.put(branch, commit(tree(files.get(branch)), List.of()));
    }

    void tag(String name, String branch) {
        var target = refs.get(branch);
        refs.put(
                "refs/tags/" + name,
                add(
                        ObjectKind.TAG,
                        "object %s\ntype commit\ntag %s\ntagger Ada <ada@example.org> 1700000000 +0000\n\nA tag\n"
                                .formatted(target, name)
                                .getBytes(UTF_8),
                        List.of(target)));
    }

    void deleteTag(String name) {
        refs.remove("refs/tags/" + name);
    }

    void document(String name, String content) {
        documents.put(name, content.getBytes(UTF_8));
    }

    void removeDocument(String name) {
        documents.remove(name);
    }

    List<String> branches() {
        return refs.keySet().stream()
                .filter(ref -> ref.startsWith("refs/heads/"))
                .toList();
    }

    GitId tip(String branch) {
        return refs.get(branch);
    }

    /// Does something that projects do.
    void step() {
        var branches = branches();
        var branch = branches.get(random.nextInt(branches.size()));
        int what = random.nextInt(12);
        if (what < 6) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                commit(branch, "src/file%d.txt".formatted(random.nextInt(12)), text());
            }
        } else if (what < 8) {
            commit(
                    "refs/heads/branch%d".formatted(random.nextInt(5)),
                    "own%d.txt".formatted(random.nextInt(3)),
                    text());
        } else if (what == 8 && branches.size() > 1) {
            deleteBranch(branches.stream()
                    .filter(name -> !name.endsWith("/main"))
                    .findFirst()
                    .orElseThrow());
        } else if (what == 9) {
            rewrite(branch);
        } else if (what == 10) {
            document("notes/%d.md".formatted(random.nextInt(3)), text());
        } else if (random.nextBoolean()) {
            tag("t" + random.nextInt(3), branch);
        } else {
            removeDocument("notes/%d.md".formatted(random.nextInt(3)));
        }
    }

    private String text() {
        var text = new StringBuilder();
        for (int line = random.nextInt(40); line >= 0; line--) {
            text.append(Long.toString(random.nextLong(), 36)).append('\n');
        }
        return text.toString();
    }

    /// Where the project is now. Its state comes from the last one that was asked for.
    Moment now() {
        var reached = new LinkedHashSet<GitId>();
        var open = new ArrayDeque<>(refs.values());
        while (!open.isEmpty()) {
            var id = open.pop();
            if (reached.add(id)) {
                open.addAll(objects.get(id).refers());
            }
        }
        var set = new ObjectSet.Builder();
        reached.forEach(id ->
                set.add(id, Sha256.of(objects.get(id).bytes()), objects.get(id).bytes().length));
        var state = state(set.build());
        parents.clear();
        parents.add(state.root());
        return new Moment(state, reached, new TreeMap<>(documents));
    }

    private ProjectState state(ObjectSet set) {
        var refMembers = new TreeMap<String, Json>();
        refs.forEach((name, id) -> refMembers.put(name, new Json.Str(id.hex())));
        var documentMembers = new TreeMap<String, Json>();
        documents.forEach((name, bytes) ->
                documentMembers.put(name, new Json.Str(Sha256.of(bytes).hex())));
        var json = Json.Obj.empty()
                .with("created_by", "")
                .with("environments", Json.Obj.empty())
                .with("secrets", Json.Obj.empty())
                .with("sections", Json.Obj.empty())
                .with("tags", new Json.Arr(List.of()))
                .with("targets", Json.Obj.empty())
                .with("variables", Json.Obj.empty())
                .with("state", 1)
                .with("time", ProjectState.time(Instant.ofEpochSecond(clock++)))
                .with(
                        "parents",
                        Json.Arr.ofTexts(parents.stream().map(Sha256::hex).toList()))
                .with("project", project())
                .with(
                        "git",
                        Json.Obj.empty()
                                .with("object_format", "sha1")
                                .with("shallow", new Json.Arr(List.of()))
                                .with("head", Json.object("ref", new Json.Str("refs/heads/main")))
                                .with("refs", Json.object(refMembers)))
                .with("documents", Json.object(documentMembers))
                .with(
                        "objects",
                        Json.Obj.empty()
                                .with("count", set.count())
                                .with("bytes", set.bytes())
                                .with("sha256", set.sha256().hex()));
        try {
            return ProjectState.of(json);
        } catch (InvalidState impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /// The facts as a temple writes them, so that one which takes the project is at the same state.
    private Json.Obj project() {
        var project = Json.Obj.empty();
        for (var name : List.of("description", "language", "license", "owner", "repository_url", "upstream_url")) {
            project = project.with(name, Json.NULL);
        }
        return project.with("blueprint", Json.Obj.empty())
                .with("companion_ai", "numa")
                .with("created_at", "2026-01-02T03:04:05.000Z")
                .with("kind", "project")
                .with("metadata", Json.Obj.empty())
                .with("name", slug)
                .with("slug", slug)
                .with("status", "active")
                .with("updated_at", "2026-01-02T03:04:05.000Z")
                .with("visibility", "private");
    }

    /// Writes a package of a moment.
    ///
    /// @param since what the receiver has
    Path write(Path target, Moment moment, Optional<Moment> since) {
        var base = since.map(before -> new PackageBase(List.of(before.root()), List.of()));
        PackageFileWriter.write(new Source(moment, since, base), target, Existing.REPLACE);
        return target;
    }

    private final class Source implements PackageSource, ObjectSource {
        private final Moment moment;
        private final Optional<PackageBase> base;
        private final List<Frame> frames = new ArrayList<>();

        Source(Moment moment, Optional<Moment> since, Optional<PackageBase> base) {
            this.moment = moment;
            this.base = base;
            var known = since.map(Moment::objects).orElse(Set.of());
            var pieces = new HashSet<Sha256>();
            since.ifPresent(before -> before.documents().values().forEach(bytes -> pieces.add(Sha256.of(bytes))));
            try (var packer = new FramePacker(3, 1, ErrorCode.INTERNAL, opened -> frames.add(opened.frame()))) {
                for (var kind : List.of(ObjectKind.TAG, ObjectKind.COMMIT, ObjectKind.TREE, ObjectKind.BLOB)) {
                    pack(packer, kind, known, pieces);
                }
                moment.documents().values().forEach(bytes -> {
                    if (pieces.add(Sha256.of(bytes))) {
                        packer.addPiece(bytes);
                    }
                });
                packer.finish();
            }
        }

        private void pack(FramePacker packer, ObjectKind kind, Set<GitId> known, Set<Sha256> pieces) {
            for (var id : moment.objects()) {
                var stored = objects.get(id);
                if (stored.kind() != kind || known.contains(id)) {
                    continue;
                }
                if (stored.bytes().length > FrameLimits.WHOLE_BLOB_BYTES) {
                    try {
                        packer.addLargeBlob(
                                id,
                                stored.bytes().length,
                                new ByteArrayInputStream(stored.bytes()),
                                piece -> !pieces.add(piece));
                    } catch (IOException impossible) {
                        throw new UncheckedIOException(impossible);
                    }
                } else {
                    packer.add(kind, id, stored.bytes());
                }
            }
        }

        @Override
        public ProjectState state() {
            return moment.state();
        }

        @Override
        public Optional<PackageBase> base() {
            return base;
        }

        @Override
        public Json.Obj unknownFields() {
            return Json.Obj.empty();
        }

        @Override
        public List<PackagedFile> files() {
            return List.of();
        }

        @Override
        public List<PackagedCommit> commits() {
            return List.of();
        }

        @Override
        public void frames(Consumer<Frame> sink) {
            frames.forEach(sink);
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
            return moment.documents().values().stream()
                    .filter(bytes -> Sha256.of(bytes).equals(sha256))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Writer writer() {
            return new Writer("0.1.0", 1, "full", List.of());
        }

        @Override
        public Progress progress() {
            return Progress.NONE;
        }

        @Override
        public RawObject read(GitId id) {
            return new RawObject(objects.get(id).kind(), objects.get(id).bytes());
        }

        @Override
        public long blobBytes(GitId id) {
            return objects.get(id).bytes().length;
        }

        @Override
        public InputStream openBlob(GitId id) {
            return new ByteArrayInputStream(objects.get(id).bytes());
        }

        @Override
        public void close() {}
    }
}
