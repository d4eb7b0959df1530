package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeReader;
import dev.templedb.analysis.symbols.CodeReading;
import dev.templedb.analysis.symbols.FileGraph;
import dev.templedb.analysis.symbols.ImportResolver;
import dev.templedb.analysis.symbols.SkipReason;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/// Says what the files of a project define and import, as the tree stands that `HEAD` names.
///
/// Contents that nobody has parsed yet are parsed first, at about 3 MB/s for each processor, and kept by their git id;
/// after that an
/// answer costs
/// a query. Names of files and symbols are as in the files: not safe to print.
public final class CodeAnalysis {
    private final Temple temple;
    private final Progress progress;

    /// @param progress hears of the parsing
    public CodeAnalysis(Temple temple, Progress progress) {
        this.temple = temple;
        this.progress = progress;
    }

    /// Parses what is new, and sums up by language, the most code first.
    public AnalysisReport analyze(long project) {
        int parsed = catchUp(project);
        return new AnalysisReport(parsed, temple.file().read(tx -> new SqliteCodeStore(tx, project).summary()));
    }

    private int catchUp(long project) {
        var unknown = temple.file().read(tx -> new SqliteCodeStore(tx, project).unknown());
        if (!unknown.isEmpty()) {
            temple.file().write(tx -> {
                parse(tx, project);
                return 0;
            });
        }
        return (int) unknown.stream().map(SourceFile::blob).distinct().count();
    }

    private void parse(Transaction tx, long project) {
        var store = new SqliteCodeStore(tx, project);
        var files = new LinkedHashMap<GitId, Set<SourceFile>>();
        store.unknown()
                .forEach(file -> files.computeIfAbsent(file.blob(), none -> new LinkedHashSet<>(1))
                        .add(file));
        try (var objects = new StoredObjects(tx);
                var step = progress.begin("Parsing files", files.size())) {
            var inOrder = objects.inStoredOrder(files.keySet());
            store.add(sink -> {
                try (var parsing = new ParallelParsing(sink)) {
                    for (var blob : inOrder) {
                        var content = objects.readBlob(blob, CodeReader.LARGEST_BYTES);
                        for (var file : files.getOrDefault(blob, Set.of())) {
                            content.ifPresentOrElse(
                                    bytes -> parsing.add(file, bytes),
                                    () -> sink.accept(file, new CodeReading.Skipped(SkipReason.LARGE)));
                        }
                        step.advance(1);
                    }
                    parsing.finish();
                }
            });
        }
    }

    /// The files that are not parsed, with the reason.
    public List<SkippedFile> skipped(long project) {
        return reading(project, SqliteCodeStore::skipped);
    }

    private <T> T reading(long project, Function<SqliteCodeStore, T> work) {
        catchUp(project);
        return temple.file().read(tx -> work.apply(new SqliteCodeStore(tx, project)));
    }

    /// What the files at or below `path` define.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when no file that is parsed lies there
    public List<FileSymbol> symbols(long project, FilePath path) {
        requireSource(project, path);
        return reading(project, store -> {
            var found = new ArrayList<FileSymbol>();
            store.symbols((file, text) -> {
                if (file.isIn(path)) {
                    addSymbols(found, file, text);
                }
            });
            return found;
        });
    }

    /// Before anything is parsed for it.
    private void requireSource(long project, FilePath path) {
        var files = temple.file().read(tx -> new SqliteCodeStore(tx, project).files());
        if (!path.isRoot() && files.stream().noneMatch(file -> file.path().isIn(path))) {
            throw new TempleException(
                    ErrorCode.FILE_NOT_FOUND, "No file at %s is in a language that is parsed.".formatted(path));
        }
    }

    private static void addSymbols(List<FileSymbol> found, FilePath file, String text) {
        var symbols = FactsText.symbols(text);
        for (var one : symbols) {
            var parents = new ArrayList<String>();
            for (int at = one.parent(); at >= 0; at = symbols.get(at).parent()) {
                parents.addFirst(symbols.get(at).name());
            }
            found.add(new FileSymbol(
                    file,
                    one.kind(),
                    one.name(),
                    String.join(".", parents),
                    parents.size(),
                    one.line(),
                    one.endLine(),
                    one.complexity(),
                    one.exported()));
        }
    }

    /// What the files at or below `path` import.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when no file that is parsed lies there
    public List<FileImport> imports(long project, FilePath path) {
        requireSource(project, path);
        return reading(project, store -> {
            return imports(store, Optional.of(path));
        });
    }

    private static List<FileImport> imports(SqliteCodeStore store, Optional<FilePath> below) {
        var resolver = new ImportResolver(
                store.files().stream().map(file -> file.path().text()).toList());
        var found = new ArrayList<FileImport>();
        store.imports((path, language, text) -> {
            if (below.isEmpty() || path.isIn(below.get())) {
                FactsText.imports(text)
                        .forEach(one -> found.add(new FileImport(
                                path,
                                one.line(),
                                one.target(),
                                resolver.resolve(language, path.text(), one.target()))));
            }
        });
        return found;
    }

    /// The imports that mean the file at `path`, or one below it.
    ///
    /// @throws TempleException with `FILE_NOT_FOUND` when no file that is parsed lies there
    public List<FileImport> importers(long project, FilePath path) {
        requireSource(project, path);
        return reading(project, store -> {
            return imports(store, Optional.empty()).stream()
                    .filter(one -> one.files().stream()
                            .anyMatch(file -> FilePath.of(file).isIn(path)))
                    .toList();
        });
    }

    private static FileGraph graph(SqliteCodeStore store) {
        Map<String, Set<String>> edges = new LinkedHashMap<>();
        imports(store, Optional.empty())
                .forEach(one -> edges.computeIfAbsent(one.path().text(), none -> new LinkedHashSet<>())
                        .addAll(one.files()));
        return new FileGraph(edges);
    }

    /// The sets of files that import each other in a circle, the largest first.
    public List<List<String>> cycles(long project) {
        return reading(project, store -> graph(store).cycles());
    }

    /// How deep each file lies that imports others or is imported; see [FileGraph#depths].
    public SortedMap<String, Integer> depths(long project) {
        return reading(project, store -> graph(store).depths());
    }

    /// Drops what is kept of contents that no project has at `HEAD`.
    ///
    /// @return how many
    public static long forgetOrphans(Transaction tx) {
        return SqliteCodeStore.forgetOrphans(tx);
    }
}
