package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.projects.Projects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares projects with projects, projects with packages, and packages with packages: facts, refs, files and
/// documents.
public final class PackageDiff {
    private static final int THREADS = 2;

    /// A side of a comparison: a project by its slug, or a package by its path.
    public sealed interface Side {
        /// A project of the temple.
        record OfProject(String slug) implements Side {}

        /// A package on disk, in any layout.
        record OfPackage(Path path) implements Side {}
    }

    private final Temple temple;
    private final OpenOptions options;

    /// A comparison that may look into `temple`.
    public PackageDiff(Temple temple, OpenOptions options) {
        this.temple = temple;
        this.options = options;
    }

    /// Compares two sides; packages are verified while they are read.
    public DiffReport run(Side left, Side right) {
        var a = read(left);
        var b = read(right);
        var differences = new ArrayList<DiffReport.Difference>();
        compare(DiffReport.Part.FACT, facts(a.state()), facts(b.state()), differences);
        compare(DiffReport.Part.REF, refs(a.state()), refs(b.state()), differences);
        compare(DiffReport.Part.FILE, a.files(), b.files(), differences);
        compare(DiffReport.Part.DOCUMENT, documents(a.state()), documents(b.state()), differences);
        return new DiffReport(a.state().root(), b.state().root(), differences);
    }

    private ComparedSide read(Side side) {
        return switch (side) {
            case Side.OfProject(var slug) -> ofProject(slug);
            case Side.OfPackage(var path) -> ofPackage(path);
        };
    }

    private ComparedSide ofProject(String slug) {
        new Projects(temple).require(slug);
        return new PackageExport(temple).withProject(slug, "", Progress.NONE, source -> {
            var files = headTarget(source.state())
                    .flatMap(target -> TagPeeling.commit(source.objects(), target))
                    .map(commit -> HistoryRewriter.parse(
                                    commit, source.objects().read(commit).bytes())
                            .tree())
                    .map(tree -> ComparedSide.files(
                            new ObjectGraph(),
                            tree,
                            id -> source.objects().read(id).bytes()))
                    .orElseGet(TreeMap::new);
            return new ComparedSide(source.state(), files);
        });
    }

    private ComparedSide ofPackage(Path path) {
        try (var opened = Packages.open(path, options)) {
            if (opened.base().isPresent()) {
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s holds only what came after %s. Import both under another slug, one after the other, and compare that project."
                                .formatted(
                                        Printable.text(String.valueOf(path.getFileName())),
                                        opened.base().get()));
            }
            var verifier = new PackageVerifier(opened.state());
            try (var reader = new ParallelFrameReader(THREADS, verifier::accept)) {
                opened.frames(reader::accept);
                reader.finish();
            }
            verifier.finish();
            var graph = verifier.graph();
            var files = headTarget(opened.state())
                    .flatMap(target -> tree(graph, target))
                    .map(tree -> ComparedSide.files(graph, tree, PackageDiff::impossible))
                    .orElseGet(TreeMap::new);
            return new ComparedSide(opened.state(), files);
        }
    }

    private static byte[] impossible(GitId tree) {
        throw new TempleException(ErrorCode.PACKAGE_MISSING_OBJECT, "Tree %s is missing.".formatted(tree));
    }

    private static Optional<GitId> tree(ObjectGraph graph, GitId target) {
        int at = graph.find(target);
        while (graph.kind(at) == ObjectKind.TAG) {
            at = graph.targetOf(at);
        }
        return graph.kind(at) == ObjectKind.COMMIT ? Optional.of(graph.id(graph.treeOf(at))) : Optional.empty();
    }

    private static Optional<GitId> headTarget(ProjectState state) {
        return switch (state.head()) {
            case Head.Detached(var commit) -> Optional.of(commit);
            case Head.Branch(var ref) -> Optional.ofNullable(state.refs().get(ref));
        };
    }

    private static SortedMap<String, String> facts(ProjectState state) {
        var facts = new TreeMap<String, String>();
        state.project().members().forEach((name, value) -> {
            if (!(value instanceof Json.Null)) {
                facts.put(name, text(value));
            }
        });
        state.json().list("tags").forEach(tag -> facts.merge("tags", text(tag), (x, y) -> x + ", " + y));
        facts.put("head", text(state.json().object("git").object("head")));
        return facts;
    }

    private static String text(Json value) {
        return value instanceof Json.Str(var text)
                ? text
                : new String(CanonicalJson.write(value), StandardCharsets.UTF_8);
    }

    private static SortedMap<String, String> refs(ProjectState state) {
        var refs = new TreeMap<String, String>();
        state.refs().forEach((name, id) -> refs.put(name, id.hex()));
        return refs;
    }

    private static SortedMap<String, String> documents(ProjectState state) {
        var documents = new TreeMap<String, String>();
        state.documents().forEach((name, hash) -> documents.put(name, hash.hex()));
        return documents;
    }

    private static void compare(
            DiffReport.Part part,
            Map<String, String> left,
            Map<String, String> right,
            List<DiffReport.Difference> into) {
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        for (var name : names) {
            var a = left.get(name);
            var b = right.get(name);
            if (a == null || !a.equals(b)) {
                into.add(new DiffReport.Difference(part, name, a, b));
            }
        }
    }
}
