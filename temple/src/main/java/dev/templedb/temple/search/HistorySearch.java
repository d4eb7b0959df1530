package dev.templedb.temple.search;

import dev.templedb.analysis.FileAnalyzer;
import dev.templedb.analysis.PlainText;
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
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Searches every version of every file, on several threads. The first search decompresses each frame, about a second
/// for each GB, and leaves behind [what they have][FrameFilter]; later ones open those frames that can have what is
/// sought.
final class HistorySearch {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    /// 4 KiB each.
    private static final int MOST_MADE = 4096;

    private record Ranked(long project, SqliteSearchStore.Version version, String path, double score) {}

    /// What was found in a frame.
    ///
    /// @param filter      made anew if there was none
    /// @param hits        which of its objects have what is sought
    /// @param notSearched how many blobs are binary
    private record Looked(int frame, FrameFilter filter, boolean isNew, List<FramePlace> hits, long notSearched) {}

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
        try (var step = progress.begin("Searching frames", numbers.size());
                var work = new OrderedWork<Looked, RuntimeException>(
                        THREADS, "searcher", looked -> accept(looked, hits))) {
            for (int number : numbers) {
                lookInto(number, members, work);
                step.advance(1);
            }
            work.finish();
        }
        var ids = store.blobs(hits);
        var found = new ArrayList<Hit>();
        ids.forEach((place, id) -> found.add(new Hit(place.frame(), place.ordinal(), id)));
        return found;
    }

    private void lookInto(int number, Map<Long, ProjectObjects> members, OrderedWork<Looked, RuntimeException> work) {
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
        var frame = frames.frame(number);
        work.add(() -> lookInto(number, frame, wanted, stored));
    }

    private void accept(Looked looked, List<FramePlace> hits) {
        hits.addAll(looked.hits());
        notSearched += looked.notSearched();
        if (looked.isNew() && made.size() < MOST_MADE) {
            made.put(looked.frame(), looked.filter());
        }
    }

    private Looked lookInto(int number, Frame frame, List<Integer> wanted, Optional<FrameFilter> stored) {
        var layout = frame.layout();
        var raw = decompress(frame, number);
        var filter = stored.orElseGet(() -> filter(layout, raw));
        var hits = new ArrayList<FramePlace>();
        long binaries = 0;
        for (int i : wanted) {
            if (filter.binaries().get(i)) {
                binaries++;
            } else if (text(layout, raw, i)
                    .filter(text -> new ContentLines(text, matcher).matches())
                    .isPresent()) {
                hits.add(new FramePlace(number, i));
            }
        }
        return new Looked(number, filter, stored.isEmpty(), hits, binaries);
    }

    private static FrameFilter filter(FrameLayout layout, byte[] raw) {
        var filter = new FrameFilter();
        for (int i = 0; i < layout.count(); i++) {
            if (layout.kind(i) == ObjectKind.BLOB) {
                int ordinal = i;
                text(layout, raw, i)
                        .ifPresentOrElse(filter::add, () -> filter.binaries().set(ordinal));
            }
        }
        return filter;
    }

    private static Optional<PlainText> text(FrameLayout layout, byte[] raw, int ordinal) {
        return PlainText.of(raw, layout.start(ordinal), layout.length(ordinal));
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

    private static byte[] decompress(Frame frame, int number) {
        try (var reader = new FrameReader()) {
            return reader.decompress(frame);
        } catch (MalformedFrame damaged) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "Frame %d of the temple is damaged: %s.".formatted(number, damaged.getMessage()),
                    damaged);
        }
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
        var text = PlainText.of(content, 0, content.length);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var lines = new ContentLines(text.get(), matcher);
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
