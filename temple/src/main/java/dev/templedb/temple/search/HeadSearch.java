package dev.templedb.temple.search;

import dev.templedb.analysis.PlainText;
import dev.templedb.core.GitId;
import dev.templedb.packages.frames.BlockCodec;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.search.SqliteSearchStore.Candidate;
import dev.templedb.temple.textindex.TextBlocks;
import dev.templedb.temple.textindex.TextBlocks.Packed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Searches the files that `HEAD` names: the index names candidates, those with the best names are looked into first.
///
/// Blocks are opened and looked into on several threads, some of them perhaps in vain; what is found does not depend on
/// that. Close it to stop them.
final class HeadSearch implements AutoCloseable {
    /// Texts that the index is asked for at once.
    private static final int DOCS_AT_ONCE = 500;
    /// When no more files than this can be meant, all of them are asked for at once.
    private static final int FEW_FILES = 4000;
    /// So many more than asked for are looked into, because their lines may make them better.
    private static final int SPARE = 30;
    /// The same where the index knows nothing, so that looking is all there is.
    private static final int SPARE_UNKNOWN = 5;
    /// Files are only taken by their names when what is sought can be a name.
    private static final int LONGEST_NAME = 255;

    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    /// What was found in the texts of a block; nothing in those that are not there.
    private record Looked(long block, Map<GitId, ContentLines.Found> found) {}

    private record Ranked(Candidate file, String path, double score) {}

    private record Hit(Ranked candidate, ContentLines.Found found) {
        double score() {
            return candidate.score() + Ranking.ofLines(found, candidate.file().language());
        }
    }

    private final SearchQuery query;
    private final SqliteSearchStore store;
    private final StoredObjects objects;
    private final TextBlocks texts;
    private final Scope scope;
    private final LineMatcher matcher;
    private final Ranking ranking;
    private final OrderedWork<Looked, RuntimeException> work =
            new OrderedWork<>(THREADS, "searcher", 2L * THREADS, this::accept);
    /// One for each thread that is at work.
    private final Queue<BlockCodec> codecs = new ConcurrentLinkedQueue<>();
    private final Set<Long> opening = new HashSet<>();
    /// Files in their order, of which it is not known yet what they have.
    private final Deque<Ranked> waiting = new ArrayDeque<>();
    private final Map<GitId, ContentLines.Found> seen = new HashMap<>();
    private final Set<Candidate> lookedAt = new HashSet<>();
    private final List<Hit> hits = new ArrayList<>();
    private final Optional<String> needed;
    private boolean hasMore;

    HeadSearch(SearchQuery query, SqliteSearchStore store, StoredObjects objects, TextBlocks texts, Scope scope) {
        this.query = query;
        this.store = store;
        this.objects = objects;
        this.texts = texts;
        this.scope = scope;
        this.matcher = LineMatcher.of(query);
        this.ranking = new Ranking(query);
        this.needed = Need.of(query).map(Need::expression);
    }

    SearchResult run(boolean isIndexed) {
        if (isIndexed) {
            lookIntoNamed();
            if (store.isFew(scope, FEW_FILES)) {
                look(store.filesIn(scope, needed));
            } else {
                lookIntoAll();
            }
        } else {
            look(store.filesIn(scope));
        }
        work.finish();
        take();
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(hit -> scope.slug(hit.candidate().file().project()))
                .thenComparing(hit -> hit.candidate().file().path()));
        hasMore |= hits.size() > query.limit();
        return new SearchResult(
                hits.stream().limit(query.limit()).map(this::file).toList(),
                hasMore,
                store.notSearched(scope.projects().keySet()));
    }

    /// Whatever else there is, the file that is called like what is sought comes first.
    private void lookIntoNamed() {
        if (!query.isRegex() && query.text().length() <= LONGEST_NAME) {
            look(store.filesNamed(query.text(), DOCS_AT_ONCE));
        }
    }

    private void lookIntoAll() {
        long below = Long.MAX_VALUE;
        while (!isEnough()) {
            var page = store.files(needed, below, DOCS_AT_ONCE);
            look(page.files());
            if (page.docs() < DOCS_AT_ONCE) {
                return;
            }
            below = page.lowest();
        }
        hasMore = true;
    }

    private boolean isEnough() {
        return hits.size() >= (long) query.limit() + (needed.isPresent() ? SPARE : SPARE_UNKNOWN);
    }

    private void look(List<Candidate> candidates) {
        var ranked = ranked(candidates);
        var byBlock = ranked.stream()
                .map(Ranked::file)
                .filter(file -> !seen.containsKey(file.blob()))
                .collect(Collectors.groupingBy(file -> file.place().block()));
        for (var candidate : ranked) {
            if (isEnough()) {
                hasMore = true;
                return;
            }
            open(byBlock.remove(candidate.file().place().block()));
            waiting.add(candidate);
            take();
        }
    }

    /// Has all candidates of one block looked into, because opening it is most of the work.
    private void open(@Nullable List<Candidate> files) {
        if (files != null) {
            long block = files.getFirst().place().block();
            texts.packed(block).ifPresent(packed -> {
                opening.add(block);
                work.add(() -> lookInto(block, packed, files));
            });
        }
    }

    private Looked lookInto(long block, Packed packed, List<Candidate> files) {
        var found = new HashMap<GitId, ContentLines.Found>();
        opened(packed)
                .ifPresent(raw -> files.forEach(file -> file.place()
                        .in(raw)
                        .ifPresent(text -> found.put(file.blob(), new ContentLines(text, matcher).find()))));
        return new Looked(block, found);
    }

    private Optional<byte[]> opened(Packed packed) {
        var kept = codecs.poll();
        var codec = kept == null ? new BlockCodec() : kept;
        try {
            return packed.open(codec);
        } finally {
            codecs.add(codec);
        }
    }

    private void accept(Looked looked) {
        opening.remove(looked.block());
        seen.putAll(looked.found());
    }

    /// Takes files in their order as long as it is known what they have, until there are enough.
    private void take() {
        while (!waiting.isEmpty()) {
            if (isEnough()) {
                hasMore = true;
                return;
            }
            var first = waiting.getFirst();
            var file = first.file();
            if (!seen.containsKey(file.blob()) && opening.contains(file.place().block())) {
                return;
            }
            waiting.removeFirst();
            var found = seen.computeIfAbsent(file.blob(), blob -> new ContentLines(stored(file), matcher).find());
            if (found.matches() > 0 && lookedAt.add(file)) {
                hits.add(new Hit(first, found));
            }
        }
    }

    /// Those in the scope, the best first; among equals in the order in which they lie, so that few blocks are
    /// opened.
    private List<Ranked> ranked(List<Candidate> candidates) {
        var ranked = new ArrayList<Ranked>(candidates.size());
        for (var file : candidates) {
            if (scope.hasProject(file.project()) && scope.hasLanguage(file.language())) {
                String path = file.path().text();
                if (scope.hasPath(path)) {
                    ranked.add(new Ranked(file, path, ranking.ofName(path, file.language())));
                }
            }
        }
        ranked.sort((one, other) -> {
            int better = Double.compare(other.score(), one.score());
            return better != 0
                    ? better
                    : one.file().place().compareTo(other.file().place());
        });
        return ranked;
    }

    private PlainText text(Candidate file) {
        return texts.read(file.place()).orElseGet(() -> stored(file));
    }

    /// The text as its frame has it.
    private PlainText stored(Candidate file) {
        var bytes = objects.read(file.blob()).bytes();
        return PlainText.of(bytes, 0, bytes.length).orElse(new PlainText(bytes, 0, 0));
    }

    private FoundFile file(Hit hit) {
        var file = hit.candidate().file();
        return new FoundFile(
                scope.slug(file.project()),
                file.path(),
                file.blob(),
                file.language(),
                hit.score(),
                hit.found().matches(),
                new ContentLines(text(file), matcher).lines(query.context()),
                Optional.empty(),
                1);
    }

    @Override
    public void close() {
        work.close();
        codecs.forEach(BlockCodec::close);
    }
}
