package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.Closure;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeDiff;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.TreeFilter;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A project as a package writer sees it, without some of its paths or without its history: with a state, refs and
/// commits of its own.
///
/// The result is a function of the project's state and the filter: no clock is asked. Nothing that the filter leaves
/// out is in it,
/// because everything is packed anew from what the new refs reach.
final class FilteredProject implements PackageSource {
    private static final String MAIN = "refs/heads/main";

    private final ProjectState state;
    private final PackageSource whole;
    private final StoredObjects stored;
    private final ObjectSource objects;
    private final ObjectGraph graph;
    private final Closure closure;
    private final List<String> notices;

    private FilteredProject(
            ProjectState state,
            PackageSource whole,
            StoredObjects stored,
            ObjectSource objects,
            ObjectGraph graph,
            Closure closure,
            List<String> notices) {
        this.state = state;
        this.whole = whole;
        this.stored = stored;
        this.objects = objects;
        this.graph = graph;
        this.closure = closure;
        this.notices = List.copyOf(notices);
    }

    /// The project behind `whole` with what `filter` and `mode` leave of it.
    static FilteredProject of(PackageSource whole, StoredObjects stored, PathFilter filter, HistoryMode mode) {
        var made = new HashMap<GitId, ObjectSource.RawObject>();
        ObjectSource objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
        var trees = new TreeFilter(objects, filter, made);
        var notices = new ArrayList<String>();
        var refs = switch (mode) {
            case REWRITTEN -> rewrite(whole.state(), objects, trees, made, notices);
            case NO_FILES -> nothing(whole.state());
            case NONE, FULL -> flatten(whole.state(), objects, trees, made);
        };
        var graph = new ObjectGraph();
        var closure = walk(refs, graph, objects);
        var state = state(whole.state(), mode, refs, objectSet(graph, closure, objects, stored));
        noteCarried(whole, notices);
        return new FilteredProject(state, whole, stored, objects, graph, closure, notices);
    }

    private record Refs(SortedMap<String, GitId> byName, Head head, List<GitId> shallow) {
        List<GitId> roots() {
            var roots = new ArrayList<>(byName.values());
            if (head instanceof Head.Detached(var commit)) {
                roots.add(commit);
            }
            return roots;
        }
    }

    /// Nobody knows what parts of a newer version hold: it may be the very thing that is to stay here.
    private static void noteCarried(PackageSource whole, List<String> notices) {
        for (var family : PackageLayout.Family.values()) {
            whole.carried(family)
                    .forEach(
                            entry -> notices.add("%s is of a newer format and stays out of a package with less history."
                                    .formatted(entry.name())));
        }
    }

    private static Refs nothing(ProjectState state) {
        var branch = state.head() instanceof Head.Branch(var ref) ? ref : MAIN;
        return new Refs(new TreeMap<>(), new Head.Branch(branch), List.of());
    }

    /// Whether the project has a commit whose files can stand alone.
    static boolean hasFiles(PackageSource whole) {
        return headCommit(whole.state(), whole.objects()).isPresent();
    }

    private static Refs flatten(
            ProjectState state, ObjectSource objects, TreeFilter trees, Map<GitId, ObjectSource.RawObject> made) {
        var head = headCommit(state, objects)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.PROJECT_EMPTY, "The project has no commit, so there are no files to export."));
        var raw = objects.read(head).bytes();
        var commit = HistoryRewriter.parse(head, raw);
        var tree = trees.apply(commit.tree());
        var text = "tree %s\nauthor %s\ncommitter %s\n\nFiles of commit %s\n"
                .formatted(tree, person(commit, true), person(commit, false), head);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var id = new ObjectHasher().gitId(ObjectKind.COMMIT, bytes);
        made.put(id, new ObjectSource.RawObject(ObjectKind.COMMIT, bytes));
        var branch = state.head() instanceof Head.Branch(var ref) ? ref : MAIN;
        return new Refs(new TreeMap<>(Map.of(branch, id)), new Head.Branch(branch), List.of());
    }

    private static String person(CommitText commit, boolean author) {
        var person = author ? commit.author() : commit.committer();
        int zone = Math.abs(person.zoneMinutes());
        return "%s <%s> %d %s%02d%02d"
                .formatted(
                        person.name().replaceAll("[<>\\n\\x00]", ""),
                        person.email().replaceAll("[<>\\n\\x00]", ""),
                        Math.max(0, person.at().getEpochSecond()),
                        person.zoneMinutes() < 0 ? "-" : "+",
                        zone / 60,
                        zone % 60);
    }

    private static Refs rewrite(
            ProjectState state,
            ObjectSource objects,
            TreeFilter trees,
            Map<GitId, ObjectSource.RawObject> made,
            List<String> notices) {
        var before = new ObjectGraph();
        var closure = walk(new Refs(state.refs(), state.head(), List.copyOf(state.shallow())), before, objects);
        var rewriter = new HistoryRewriter(objects, trees, made);
        for (int commit : parentsFirst(before, closure.commits())) {
            rewriter.commit(before.id(commit));
        }
        for (int tag : closure.tags()) {
            rewriter.tag(before.id(tag));
        }
        if (rewriter.signaturesLost() > 0) {
            notices.add("%d signatures no longer hold after rewriting and were left out."
                    .formatted(rewriter.signaturesLost()));
        }
        var refs = new TreeMap<String, GitId>();
        state.refs().forEach((name, target) -> refs.put(name, target(objects, trees, rewriter, target)));
        var head = state.head() instanceof Head.Detached(var commit)
                ? new Head.Detached(rewriter.now(commit))
                : state.head();
        return new Refs(refs, head, state.shallow().stream().map(rewriter::now).toList());
    }

    private static GitId target(ObjectSource objects, TreeFilter trees, HistoryRewriter rewriter, GitId target) {
        return objects.read(target).kind() == ObjectKind.TREE ? trees.apply(target) : rewriter.now(target);
    }

    /// The walk gives commits newest first by time, which clocks that went wrong may turn round; parents must come
    /// first here.
    private static int[] parentsFirst(ObjectGraph graph, int[] commits) {
        return dev.templedb.temple.history.CommitOrder.parentsFirst(graph, commits, commit -> 0);
    }

    private static Closure walk(Refs refs, ObjectGraph graph, ObjectSource objects) {
        try {
            return new ClosureWalk(graph, objects, id -> false, new HashSet<>(refs.shallow()))
                    .walk(refs.roots(), Progress.NONE);
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "The project cannot be exported: %s.".formatted(damaged.getMessage()),
                    damaged);
        }
    }

    private static ObjectSet objectSet(ObjectGraph graph, Closure closure, ObjectSource objects, StoredObjects stored) {
        var set = new ObjectSet.Builder();
        for (var numbers : List.of(closure.tags(), closure.commits(), closure.trees())) {
            for (int number : numbers) {
                var bytes = objects.read(graph.id(number)).bytes();
                set.add(graph.id(number), Sha256.of(bytes), bytes.length);
            }
        }
        for (int blob : closure.blobs()) {
            var id = graph.id(blob);
            set.add(id, stored.sha256(id), stored.blobBytes(id));
        }
        return set.build();
    }

    private static ProjectState state(ProjectState original, HistoryMode mode, Refs refs, ObjectSet objects) {
        var byName = new LinkedHashMap<String, Json>();
        refs.byName().forEach((name, target) -> byName.put(name, new Json.Str(target.hex())));
        var head = refs.head() instanceof Head.Branch(var ref)
                ? Json.Obj.empty().with("ref", ref)
                : Json.Obj.empty()
                        .with("commit", ((Head.Detached) refs.head()).commit().hex());
        var git = original.json()
                .object("git")
                .with("head", head)
                .with("refs", Json.object(byName))
                .with(
                        "shallow",
                        Json.Arr.ofTexts(
                                refs.shallow().stream().map(GitId::hex).sorted().toList()));
        var set = Json.Obj.empty()
                .with("count", objects.count())
                .with("bytes", objects.bytes())
                .with("sha256", objects.sha256().hex());
        try {
            return ProjectState.of(original.json()
                    .with("history", mode.word())
                    .with("git", git)
                    .with("objects", set)
                    .with("parents", Json.Arr.ofTexts(List.of(original.root().hex()))));
        } catch (InvalidState impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Optional<GitId> headCommit(ProjectState state, ObjectSource objects) {
        var target = switch (state.head()) {
            case Head.Detached(var commit) -> Optional.of(commit);
            case Head.Branch(var ref) -> Optional.ofNullable(state.refs().get(ref));
        };
        return target.filter(id -> objects.read(id).kind() == ObjectKind.COMMIT);
    }

    /// What a person should know of the result.
    List<String> notices() {
        return notices;
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Json.Obj unknownFields() {
        return whole.unknownFields();
    }

    @Override
    public Json.Arr dependencies() {
        var paths = new HashSet<String>();
        files().forEach(file -> paths.add(new String(file.path(), StandardCharsets.UTF_8)));
        return PackagedDependencies.among(whole.dependencies(), paths);
    }

    @Override
    public List<PackagedFile> files() {
        var head = headCommit(state, objects);
        if (head.isEmpty()) {
            return List.of();
        }
        var known = new HashMap<String, PackagedFile>();
        whole.files().forEach(file -> known.put(key(file.path(), file.blob()), file));
        var tree = HistoryRewriter.parse(head.get(), objects.read(head.get()).bytes())
                .tree();
        var files = new ArrayList<PackagedFile>();
        var diff =
                new TreeDiff(graph, id -> objects.read(id).bytes(), (path, oldMode, oldTarget, newMode, newTarget) -> {
                    var bytes = graph.paths().bytes(path);
                    files.add(java.util.Objects.requireNonNull(known.get(key(bytes, graph.id(newTarget)))));
                });
        try {
            diff.compare(-1, graph.number(tree));
        } catch (MalformedObject damaged) {
            throw new IllegalStateException(damaged);
        }
        files.sort((a, b) -> Arrays.compareUnsigned(a.path(), b.path()));
        return files;
    }

    private static String key(byte[] path, GitId blob) {
        return new String(path, StandardCharsets.ISO_8859_1) + '\0' + blob;
    }

    @Override
    public List<PackagedCommit> commits() {
        return Arrays.stream(closure.commits())
                .mapToObj(graph::id)
                .map(id ->
                        packaged(id, HistoryRewriter.parse(id, objects.read(id).bytes())))
                .sorted(java.util.Comparator.comparing(PackagedCommit::at).thenComparing(PackagedCommit::id))
                .toList();
    }

    private static PackagedCommit packaged(GitId id, CommitText commit) {
        return new PackagedCommit(
                id,
                commit.parents(),
                commit.author().name(),
                commit.author().email(),
                commit.message(),
                commit.author().at());
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        try (var packer = new FramePacker(
                FrameLimits.LEVEL, 2, ErrorCode.TEMPLE_CORRUPT, (OpenFrame opened) -> sink.accept(opened.frame()))) {
            addSmall(packer, ObjectKind.TAG, closure.tags());
            addSmall(packer, ObjectKind.COMMIT, closure.commits());
            packer.endFrame();
            addSmall(packer, ObjectKind.TREE, closure.trees());
            packer.endFrame();
            var pieces = new HashSet<Sha256>();
            for (int blob : closure.blobs()) {
                addBlob(packer, graph.id(blob), pieces);
            }
            var documents = new HashSet<>(state.documents().values());
            documents.addAll(state.sections().values());
            documents.stream()
                    .sorted()
                    .filter(pieces::add)
                    .forEach(document -> packer.addPiece(whole.document(document)));
            packer.finish();
        }
    }

    private void addSmall(FramePacker packer, ObjectKind kind, int[] numbers) {
        for (int number : numbers) {
            packer.add(kind, graph.id(number), objects.read(graph.id(number)).bytes());
        }
    }

    private void addBlob(FramePacker packer, GitId id, HashSet<Sha256> pieces) {
        var small = stored.readBlob(id, FrameLimits.WHOLE_BLOB_BYTES);
        if (small.isPresent()) {
            packer.add(ObjectKind.BLOB, id, small.get());
            return;
        }
        try (InputStream in = stored.openBlob(id)) {
            packer.addLargeBlob(id, stored.blobBytes(id), in, piece -> !pieces.add(piece));
        } catch (IOException unreadable) {
            throw new TempleException(ErrorCode.TEMPLE_CORRUPT, "Object %s cannot be read.".formatted(id), unreadable);
        }
    }

    @Override
    public long rawBytes() {
        return state.objects().bytes();
    }

    @Override
    public ObjectSource objects() {
        return objects;
    }

    @Override
    public byte[] document(Sha256 sha256) {
        return whole.document(sha256);
    }

    @Override
    public Writer writer() {
        var writer = whole.writer();
        return new Writer(
                writer.templedbVersion(),
                writer.schemaVersion(),
                PackageExport.exportMethod(state),
                writer.migrations());
    }

    @Override
    public Progress progress() {
        return whole.progress();
    }

    @Override
    public void close() {
        whole.close();
    }
}
