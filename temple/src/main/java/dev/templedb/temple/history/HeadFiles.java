package dev.templedb.temple.history;

import dev.templedb.analysis.FileAnalyzer;
import dev.templedb.analysis.FileFacts;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeDiff;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.textindex.TextIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Keeps the table `files` and the [index for searches][TextIndex] in step with the tree that `HEAD` names, and
/// analyses
/// those contents that are new there.
///
/// Contents that pass by while they are taken in ([#accept]) are analysed then; [#finish] reads the rest.
public final class HeadFiles {
    private static final String KNOWN = "SELECT path_no, mode, blob FROM files WHERE project_id = ?1";
    private static final String REMOVE = "DELETE FROM files WHERE project_id = ?1 AND path_no = ?2";
    private static final String ADD = """
            INSERT INTO files (project_id, path_no, mode, blob, bytes, type, language, is_binary, lines, code_lines,
                               comment_lines, blank_lines, complexity)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """;

    private record Entry(int pathNo, String path, int mode, GitId blob) {}

    private final Transaction tx;
    private final long project;
    private final PathNumbers paths;
    private final TextIndex index;
    private final Map<Integer, Entry> wanted = new HashMap<>();
    private final Map<GitId, List<Entry>> toAnalyze = new HashMap<>();
    private final Map<Integer, FileFacts> facts = new HashMap<>();
    private final List<Integer> removed = new ArrayList<>();

    /// Looked up once, when files have changed for the first time.
    private static final class Listeners {
        static final List<HeadListener> ALL =
                ServiceLoader.load(HeadListener.class, HeadListener.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /// The files of a project.
    public HeadFiles(Transaction tx, long project, PathNumbers paths) {
        this.tx = tx;
        this.project = project;
        this.paths = paths;
        this.index = new TextIndex(tx);
    }

    /// Says which tree `HEAD` names now.
    ///
    /// @param loader brings trees that the graph does not hold
    /// @throws TempleException when the tree, or one in it, is damaged
    public void expect(ObjectGraph graph, GitId tree, TreeDiff.TreeLoader loader) {
        var entries = new ArrayList<Entry>();
        var diff = new TreeDiff(
                graph,
                loader,
                (path, oldMode, oldTarget, newMode, newTarget) -> entries.add(new Entry(
                        paths.of(path),
                        new String(graph.paths().bytes(path), StandardCharsets.UTF_8),
                        newMode,
                        graph.id(newTarget))));
        try {
            diff.compare(-1, graph.number(tree));
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "A tree below %s is damaged: %s.".formatted(tree, damaged.getMessage()),
                    damaged);
        }
        wanted.clear();
        entries.forEach(entry -> wanted.put(entry.pathNo(), entry));
        forgetChanged();
        analyzeWanted();
    }

    /// Says that `HEAD` names another tree than the one whose files are recorded. Costs what is different.
    ///
    /// @throws TempleException when a tree is damaged
    public void expectChange(ObjectGraph graph, GitId before, GitId tree, TreeDiff.TreeLoader loader) {
        var stale = new ArrayList<Integer>();
        wanted.clear();
        var diff = new TreeDiff(graph, loader, (path, oldMode, oldTarget, newMode, newTarget) -> {
            stale.add(paths.of(path));
            if (newMode != 0) {
                wanted.put(
                        paths.of(path),
                        new Entry(
                                paths.of(path),
                                new String(graph.paths().bytes(path), StandardCharsets.UTF_8),
                                newMode,
                                graph.id(newTarget)));
            }
        });
        try {
            diff.compare(graph.number(before), graph.number(tree));
        } catch (MalformedObject damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "A tree below %s is damaged: %s.".formatted(tree, damaged.getMessage()),
                    damaged);
        }
        tx.batch(
                REMOVE,
                batch ->
                        stale.forEach(path -> batch.set(1, project).set(2, path).add()));
        analyzeWanted();
    }

    private void analyzeWanted() {
        wanted.values().stream()
                .filter(entry -> mode(entry) != FileMode.SUBMODULE && mode(entry) != FileMode.SYMLINK)
                .forEach(entry -> toAnalyze
                        .computeIfAbsent(entry.blob(), blob -> new ArrayList<>(1))
                        .add(entry));
    }

    /// Says that `HEAD` names no tree.
    public void expectNothing() {
        wanted.clear();
        forgetChanged();
    }

    /// Removes rows of files that are gone or different, and leaves in `wanted` what is to be added.
    private void forgetChanged() {
        var stale = new ArrayList<Integer>();
        tx.query(KNOWN).bind(1, project).forEach(row -> {
            int path = row.intValue(1);
            var entry = wanted.get(path);
            if (entry != null
                    && entry.mode() == row.intValue(2)
                    && Arrays.equals(entry.blob().bytes(), row.bytes(3))) {
                wanted.remove(path);
            } else {
                stale.add(path);
            }
        });
        removed.clear();
        removed.addAll(stale);
        tx.batch(
                REMOVE,
                batch ->
                        stale.forEach(path -> batch.set(1, project).set(2, path).add()));
    }

    /// Analyses what is wanted among the objects of `frame`.
    public void accept(OpenFrame frame) {
        for (int i = 0; i < frame.count(); i++) {
            if (frame.kind(i) == ObjectKind.BLOB) {
                var entries = toAnalyze.remove(frame.gitId(i));
                if (entries != null) {
                    analyze(
                            entries,
                            frame.raw(),
                            frame.frame().layout().start(i),
                            frame.frame().layout().length(i));
                }
            }
        }
    }

    private void analyze(List<Entry> entries, byte[] content, int start, int length) {
        boolean isText = false;
        for (var entry : entries) {
            var analyzer = FileAnalyzer.start(entry.path());
            analyzer.accept(content, start, length);
            var found = analyzer.finish();
            facts.put(entry.pathNo(), found);
            isText |= !found.binary();
        }
        if (isText) {
            index.add(entries.getFirst().blob(), content, start, length);
        }
    }

    /// Analyses what has not passed by, and writes the rows.
    public void finish(StoredObjects source) {
        for (var blob : source.inStoredOrder(toAnalyze.keySet())) {
            var entries = toAnalyze.getOrDefault(blob, List.of());
            if (source.blobBytes(blob) <= TextIndex.LONGEST_BYTES) {
                var content = source.read(blob).bytes();
                analyze(entries, content, 0, content.length);
            } else {
                entries.forEach(entry -> facts.put(entry.pathNo(), read(source, entry)));
            }
        }
        toAnalyze.clear();
        index.flush();
        tx.batch(
                ADD,
                batch -> wanted.values().stream()
                        .sorted(java.util.Comparator.comparingInt(Entry::pathNo))
                        .forEach(entry -> add(batch, entry, source)));
        if (!wanted.isEmpty() || !removed.isEmpty()) {
            var change = new HeadChange(
                    wanted.values().stream()
                            .map(entry ->
                                    new HeadChange.Written(entry.pathNo(), entry.path(), mode(entry), entry.blob()))
                            .toList(),
                    removed);
            Listeners.ALL.forEach(listener -> listener.headMoved(tx, project, change, source));
        }
        wanted.clear();
        removed.clear();
        facts.clear();
    }

    private static FileFacts read(ObjectSource source, Entry entry) {
        var analyzer = FileAnalyzer.start(entry.path());
        var buffer = new byte[1 << 16];
        try (var in = source.openBlob(entry.blob())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                analyzer.accept(buffer, 0, n);
            }
        } catch (IOException unreadable) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT, "Object %s cannot be read.".formatted(entry.blob()), unreadable);
        }
        return analyzer.finish();
    }

    private void add(Batch batch, Entry entry, ObjectSource source) {
        @Nullable FileFacts known = facts.get(entry.pathNo());
        batch.set(1, project)
                .set(2, entry.pathNo())
                .set(3, entry.mode())
                .set(4, entry.blob().bytes());
        if (known == null) {
            var link = mode(entry) == FileMode.SYMLINK;
            batch.set(5, link ? source.blobBytes(entry.blob()) : 0L)
                    .set(6, link ? "symlink" : "submodule")
                    .set(7, (String) null)
                    .set(8, false);
            for (int column = 9; column <= 13; column++) {
                batch.set(column, 0L);
            }
        } else {
            batch.set(5, known.bytes())
                    .set(6, known.type())
                    .set(7, known.language())
                    .set(8, known.binary())
                    .set(9, known.lines())
                    .set(10, known.codeLines())
                    .set(11, known.commentLines())
                    .set(12, known.blankLines())
                    .set(13, known.complexity());
        }
        batch.add();
    }

    private static FileMode mode(Entry entry) {
        try {
            return FileMode.of(entry.mode());
        } catch (MalformedObject impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
