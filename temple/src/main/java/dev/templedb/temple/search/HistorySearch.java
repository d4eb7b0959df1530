package dev.templedb.temple.search;

import dev.templedb.analysis.FileAnalyzer;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLayout;
import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.textindex.TextBlocks.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Searches every version of every file. The first search decompresses each frame, about a second for each GB, and
/// leaves
/// behind [what they have][FrameFilter]; later ones open those frames that can have what is sought.
final class HistorySearch {
    private static final int HEAD_BYTES = 8000;
    /// 4 KiB each.
    private static final int MOST_MADE = 4096;

    private record Ranked(long project, SqliteSearchStore.Version version, String path, double score) {}

    /// A blob that has what is sought. Asking the database for its id is many times faster than hashing it again.
    private record Hit(int frame, int ordinal, GitId blob) {}

    private final SearchQuery query;
    private final SqliteObjectStore frames;
    private final SqliteSearchStore store;
    private final StoredObjects objects;
    private final Scope scope;
    private final LineMatcher matcher;
    private final Ranking ranking;
    private final Optional<Need> need;
    private final boolean ignoreCase;
    private final Map<Integer, FrameFilter> made = new HashMap<>();
    private long notSearched;

    HistorySearch(SearchQuery query, Transaction tx, StoredObjects objects, Scope scope) {
        this.query = query;
        this.frames = new SqliteObjectStore(tx);
        this.store = new SqliteSearchStore(tx);
        this.objects = objects;
        this.scope = scope;
        this.matcher = LineMatcher.of(query);
        this.ranking = new Ranking(query);
        this.need = Need.of(query);
        this.ignoreCase = query.mayIgnoreCase();
    }

    /// The filters of frames that had none, to be stored for the next search.
    Map<Integer, FrameFilter> made() {
        return made;
    }

    SearchResult run(Progress progress) {
        var members = new HashMap<Long, ProjectObjects>();
        scope.projects().keySet().forEach(project -> members.put(project, frames.membership(project)));
        var hits = hits(members, progress);
        var ranked = new ArrayList<Ranked>();
        members.forEach((project, reached) -> ranked.addAll(versions(project, reached, hits)));
        ranked.sort(Comparator.comparingDouble((Ranked one) -> -one.score())
                .thenComparingLong(one -> -one.version().committedAt())
                .thenComparing(one -> one.version().path()));
        var files = new ArrayList<FoundFile>();
        for (var one : ranked) {
            if (files.size() == query.limit()) {
                return new SearchResult(files, true, notSearched);
            }
            file(one).ifPresent(files::add);
        }
        return new SearchResult(files, false, notSearched);
    }

    private List<Hit> hits(Map<Long, ProjectObjects> members, Progress progress) {
        var hits = new ArrayList<FramePlace>();
        var numbers = new TreeSet<Integer>();
        members.values().forEach(reached -> numbers.addAll(reached.frames().keySet()));
        try (var reader = new FrameReader();
                var step = progress.begin("Searching frames", numbers.size())) {
            for (int number : numbers) {
                lookInto(number, reader, members, hits);
                step.advance(1);
            }
        }
        var ids = store.blobs(hits);
        var found = new ArrayList<Hit>();
        ids.forEach((place, id) -> found.add(new Hit(place.frame(), place.ordinal(), id)));
        return found;
    }

    private void lookInto(int number, FrameReader reader, Map<Long, ProjectObjects> members, List<FramePlace> hits) {
        var layout = frames.layout(number);
        var wanted = new ArrayList<Integer>();
        for (int i = 0; i < layout.count(); i++) {
            boolean isBlob = layout.kind(i) == ObjectKind.BLOB;
            if ((isBlob || layout.kind(i) == ObjectKind.RECIPE) && isReached(number, i, members)) {
                if (isBlob) {
                    wanted.add(i);
                } else {
                    notSearched++;
                }
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        var stored = store.filter(number);
        if (stored.isPresent() && need.isPresent() && !stored.get().mayHave(need.get(), ignoreCase)) {
            notSearched += wanted.stream().filter(stored.get().binaries()::get).count();
            return;
        }
        var raw = decompress(reader, frames.frame(number), number);
        var filter = stored.orElseGet(() -> filter(number, layout, raw));
        for (int i : wanted) {
            if (filter.binaries().get(i)) {
                notSearched++;
            } else if (mayMatch(raw, layout.start(i), layout.length(i))) {
                hits.add(new FramePlace(number, i));
            }
        }
    }

    private FrameFilter filter(int number, FrameLayout layout, byte[] raw) {
        var filter = new FrameFilter();
        for (int i = 0; i < layout.count(); i++) {
            if (layout.kind(i) == ObjectKind.BLOB) {
                if (isBinary(raw, layout.start(i), layout.length(i))) {
                    filter.binaries().set(i);
                } else {
                    filter.add(raw, layout.start(i), layout.length(i));
                }
            }
        }
        if (made.size() < MOST_MADE) {
            made.put(number, filter);
        }
        return filter;
    }

    private static boolean isReached(int frame, int ordinal, Map<Long, ProjectObjects> members) {
        for (var reached : members.values()) {
            @Nullable LiveObjects live = reached.frames().get(frame);
            if (live != null && live.contains(ordinal)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] decompress(FrameReader reader, Frame frame, int number) {
        try {
            return reader.decompress(frame);
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Frame %d of the temple is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged);
        }
    }

    private static boolean isBinary(byte[] raw, int start, int length) {
        for (int i = start; i < start + Math.min(length, HEAD_BYTES); i++) {
            if (raw[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean mayMatch(byte[] raw, int start, int length) {
        return new ContentLines(new Text(raw, start, start + length), matcher).matches();
    }

    private List<Ranked> versions(long project, ProjectObjects reached, List<Hit> hits) {
        var blobs = new ArrayList<GitId>();
        for (var hit : hits) {
            var live = reached.frames().get(hit.frame());
            if (live != null && live.contains(hit.ordinal())) {
                blobs.add(hit.blob());
            }
        }
        if (blobs.isEmpty()) {
            return List.of();
        }
        var ranked = new ArrayList<Ranked>();
        for (var version : store.versions(project, blobs)) {
            String path = version.path().text();
            if (scope.hasPath(path)) {
                ranked.add(new Ranked(project, version, path, ranking.ofName(path, null)));
            }
        }
        return ranked;
    }

    private Optional<FoundFile> file(Ranked one) {
        var version = one.version();
        var content = objects.read(version.blob()).bytes();
        @Nullable String language = FileAnalyzer.analyze(one.path(), content).language();
        if (!scope.hasLanguage(language)) {
            return Optional.empty();
        }
        var lines = new ContentLines(new Text(content, 0, content.length), matcher);
        var found = lines.find();
        return found.matches() == 0
                ? Optional.empty()
                : Optional.of(new FoundFile(
                        String.valueOf(scope.projects().get(one.project())),
                        version.path(),
                        version.blob(),
                        language,
                        one.score(),
                        found.matches(),
                        lines.lines(query.context()),
                        Optional.of(version.commit()),
                        version.versions()));
    }
}
