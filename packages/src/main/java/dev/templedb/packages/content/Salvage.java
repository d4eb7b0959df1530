package dev.templedb.packages.content;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TreeDiff;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Takes what is whole out of a package of ours that is damaged: commits whose files are all there, with their own ids.
///
/// Nothing is made up. A commit with a parent that is not whole becomes the beginning of a shallow history; a branch
/// whose
/// last commit is not whole goes back to the nearest one before it that is; other refs are left out. Only damage is
/// forgiven: what an undamaged package may not hold is refused here too. Memory as for verifying; frames are read three
/// times.
public final class Salvage {
    private final OpenPackage damaged;
    private final FrameAccess access;
    private final ProjectState state;
    private final PackageVerifier verifier;
    private final List<Integer> intact = new ArrayList<>();
    private final Set<Sha256> pieces = new HashSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private Salvage(OpenPackage damaged, FrameAccess access) {
        this.damaged = damaged;
        this.access = access;
        this.state = damaged.state();
        this.verifier = PackageVerifier.withoutObjectSet(state);
    }

    /// Whether `problem` is damage, which may happen to any file, and not something that somebody must have made.
    public static boolean isDamage(TempleException problem) {
        return problem.code() == ErrorCode.PACKAGE_DIGEST_MISMATCH || problem.code() == ErrorCode.PACKAGE_TRUNCATED;
    }

    /// What is whole in `opened`; `opened` itself when all of its frames are, or when it is of another tool.
    ///
    /// @throws TempleException with `PACKAGE_INCOMPLETE` when nothing is whole, or with the error of a content that
    /// is
    ///         refused whether the package is damaged or not
    public static OpenPackage of(OpenPackage opened, Progress progress) {
        return opened instanceof FrameAccess access && !opened.isForeign()
                ? new Salvage(opened, access).run(progress)
                : opened;
    }

    private OpenPackage run(Progress progress) {
        readAll(progress);
        if (intact.size() == access.frameCount() && !damaged.lacksContent()) {
            return damaged;
        }
        var recipes = new HashMap<GitId, Recipe>();
        verifier.recipes().forEach(recipe -> recipes.put(recipe.blob(), recipe));
        var whole = new WholeObjects(verifier.graph(), id -> isWhole(recipes.get(id)));
        var roots = new TreeMap<String, GitId>();
        state.refs().forEach((name, target) -> {
            if (whole.contains(target)) {
                roots.put(name, target);
            } else if (name.startsWith("refs/heads/")) {
                moveBack(whole, name, target).ifPresent(now -> roots.put(name, now));
            } else {
                leftOut.add(new LeftOut(name, "%s, which it names, is not whole".formatted(target)));
            }
        });
        var head = head(whole);
        var all = new ArrayList<>(roots.values());
        if (head instanceof Head.Detached(var commit)) {
            all.add(commit);
        }
        var kept = whole.reach(all, state.shallow());
        if (kept.objects().isEmpty()) {
            throw new TempleException(
                    ErrorCode.PACKAGE_INCOMPLETE, "No commit of the damaged package is whole with all its files.");
        }
        kept.cut()
                .forEach(commit -> leftOut.add(
                        new LeftOut("the history before commit %s".formatted(commit), "a parent of it is not whole")));
        var documents = present("document", state.documents());
        var sections = present("section", state.sections());
        var wanted = new HashSet<Sha256>(documents.values());
        wanted.addAll(sections.values());
        recipes.forEach((id, recipe) -> {
            if (kept.objects().contains(id)) {
                recipe.pieces().forEach(piece -> wanted.add(piece.sha256()));
            }
        });
        var objects = objectSet(kept.objects());
        var now = newState(roots, head, kept.shallow(), objects, documents, sections);
        listLost(whole, kept.objects());
        listFilesOfHead(whole, kept.objects(), headTarget(roots, head));
        var contents = damaged.manifest()
                .object("contents")
                .with("commits", commits(kept.objects()))
                .with("files", files(roots, head));
        var manifest = damaged.manifest().with("contents", contents);
        return new SalvagedPackage(damaged, access, intact, manifest, now, kept.objects(), wanted, leftOut);
    }

    private void readAll(Progress progress) {
        try (var reader = new FrameReader();
                var step = progress.begin("Looking for what is whole", access.frameCount())) {
            for (int number = 0; number < access.frameCount(); number++) {
                try {
                    var frame = open(reader, access, number);
                    verifier.accept(number, frame);
                    for (int i = 0; i < frame.count(); i++) {
                        if (frame.kind(i) == ObjectKind.PIECE) {
                            pieces.add(frame.sha256(i));
                        }
                    }
                    intact.add(number);
                } catch (TempleException problem) {
                    if (!isDamage(problem)) {
                        throw problem;
                    }
                    leftOut.add(new LeftOut("frame %d".formatted(number), String.valueOf(problem.getMessage())));
                }
                step.advance(1);
            }
        }
    }

    static OpenFrame open(FrameReader reader, FrameAccess access, int number) {
        try {
            return reader.open(access.frame(number));
        } catch (MalformedFrame why) {
            throw ParallelFrameReader.damaged(number, why);
        }
    }

    private boolean isWhole(@org.jspecify.annotations.Nullable Recipe recipe) {
        return recipe == null || recipe.pieces().stream().allMatch(piece -> pieces.contains(piece.sha256()));
    }

    private void listLost(WholeObjects whole, Set<GitId> kept) {
        var graph = verifier.graph();
        var files = new LostFiles(graph, whole);
        for (int number = 0; number < graph.count(); number++) {
            if (isCommit(number) && !kept.contains(graph.id(number))) {
                var why = whole.contains(graph.id(number)) ? "nothing that is left leads to it" : files.why(number);
                leftOut.add(new LeftOut("commit %s".formatted(graph.id(number)), why));
            }
        }
    }

    private void listFilesOfHead(WholeObjects whole, Set<GitId> kept, Optional<Integer> now) {
        var graph = verifier.graph();
        var before = headTarget(state.refs(), state.head());
        if (before.isPresent() && !kept.contains(graph.id(before.get()))) {
            leftOut.addAll(new LostFiles(graph, whole).ofHead(before.get(), now));
        } else if (before.isEmpty() && now.isPresent()) {
            leftOut.add(
                    new LeftOut("the files of HEAD", "its commit is not there, and nothing else says which they are"));
        }
    }

    private boolean isCommit(int number) {
        return verifier.graph().isPresent(number) && verifier.graph().kind(number) == ObjectKind.COMMIT;
    }

    private long commits(Set<GitId> kept) {
        return kept.stream().filter(id -> isCommit(verifier.graph().find(id))).count();
    }

    private long files(Map<String, GitId> refs, Head head) {
        var graph = verifier.graph();
        var commit = headTarget(refs, head);
        if (commit.isEmpty()) {
            return 0;
        }
        var files = new long[1];
        try {
            new TreeDiff(graph, id -> new byte[0], (path, oldMode, old, newMode, now) -> files[0]++)
                    .compare(-1, graph.treeOf(commit.get()));
        } catch (MalformedObject impossible) {
            throw new IllegalStateException(impossible);
        }
        return files[0];
    }

    /// The number of the commit that `head` leads to, if it is there.
    private Optional<Integer> headTarget(Map<String, GitId> refs, Head head) {
        var target = switch (head) {
            case Head.Branch(var ref) -> Optional.ofNullable(refs.get(ref));
            case Head.Detached(var commit) -> Optional.of(commit);
        };
        return target.map(verifier.graph()::find).filter(number -> number >= 0 && isCommit(number));
    }

    private Optional<GitId> moveBack(WholeObjects whole, String name, GitId target) {
        var before = whole.nearestBefore(target);
        var why = before.map(now -> "commit %s is not whole; the nearest one before it that is has the id %s"
                        .formatted(target, now))
                .orElse("commit %s is not whole, and none is known before it that is".formatted(target));
        leftOut.add(new LeftOut(name, why));
        return before;
    }

    private Head head(WholeObjects whole) {
        if (state.head() instanceof Head.Detached(var commit) && !whole.contains(commit)) {
            return moveBack(whole, "HEAD", commit)
                    .<Head>map(Head.Detached::new)
                    .orElseGet(() -> new Head.Branch("refs/heads/main"));
        }
        return state.head();
    }

    private Map<String, Sha256> present(String what, Map<String, Sha256> named) {
        var present = new LinkedHashMap<String, Sha256>();
        named.forEach((name, sha256) -> {
            if (pieces.contains(sha256)) {
                present.put(name, sha256);
            } else {
                leftOut.add(new LeftOut("%s %s".formatted(what, name), "its content is not there"));
            }
        });
        return present;
    }

    private ObjectSet objectSet(Set<GitId> kept) {
        var set = new ObjectSet.Builder();
        try (var reader = new FrameReader()) {
            for (int number : intact) {
                var frame = open(reader, access, number);
                for (int i = 0; i < frame.count(); i++) {
                    if (frame.kind(i) != ObjectKind.PIECE && kept.contains(frame.gitId(i))) {
                        set.add(frame.gitId(i), frame.sha256(i), length(frame, i));
                    }
                }
            }
        }
        return set.build();
    }

    private static long length(OpenFrame frame, int i) {
        var bytes = frame.bytes(i);
        try {
            return frame.kind(i) == ObjectKind.RECIPE
                    ? Recipe.read(bytes, 0, bytes.length).bytes()
                    : bytes.length;
        } catch (MalformedFrame impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ProjectState newState(
            Map<String, GitId> refs,
            Head head,
            Set<GitId> shallow,
            ObjectSet objects,
            Map<String, Sha256> documents,
            Map<String, Sha256> sections) {
        var names = new LinkedHashMap<String, Json>();
        refs.forEach((name, target) -> names.put(name, new Json.Str(target.hex())));
        var git = state.json()
                .object("git")
                .with("refs", Json.object(names))
                .with(
                        "shallow",
                        Json.Arr.ofTexts(
                                shallow.stream().sorted().map(GitId::hex).toList()))
                .with(
                        "head",
                        switch (head) {
                            case Head.Branch(var ref) -> Json.Obj.empty().with("ref", ref);
                            case Head.Detached(var commit) -> Json.Obj.empty().with("commit", commit.hex());
                        });
        try {
            return ProjectState.of(state.json()
                    .with("git", git)
                    .with("documents", hashes(documents))
                    .with("sections", hashes(sections))
                    .with(
                            "objects",
                            Json.Obj.empty()
                                    .with("count", objects.count())
                                    .with("bytes", objects.bytes())
                                    .with("sha256", objects.sha256().hex())));
        } catch (InvalidState impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Json.Obj hashes(Map<String, Sha256> named) {
        var json = new LinkedHashMap<String, Json>();
        named.forEach((name, sha256) -> json.put(name, new Json.Str(sha256.hex())));
        return Json.object(json);
    }
}
