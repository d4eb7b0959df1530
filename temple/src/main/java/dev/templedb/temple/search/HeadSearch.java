package dev.templedb.temple.search;

import dev.templedb.analysis.PlainText;
import dev.templedb.core.GitId;
import dev.templedb.packages.frames.BlockCodec;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.search.SqliteSearchStore.Candidate;
import dev.templedb.temple.search.SqliteSearchStore.Text;
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
    /// Reading so many pages costs about as much as asking the index for what is dear.
    private static final int MOST_PAGES = 4;
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
    /// Whether the index is only asked where reading some pages of texts, whatever they have, is not enough.
    private final boolean isDear;
    /// What the index has named of that and is not looked into yet.
    private @Nullable List<Long> rest;

    private boolean hasMore;

    HeadSearch(SearchQuery query, SqliteSearchStore store, StoredObjects objects, TextBlocks texts, Scope scope) {
        this.query = query;
        this.store = store;
        this.objects = objects;
        this.texts = texts;
        this.scope = scope;
        this.matcher = LineMatcher.of(query);
        this.ranking = new Ranking(query);
        var need = Need.of(query);
        this.needed = need.map(Need::expression);
        this.isDear = need.map(Need::isDear).orElse(false);
    }

    SearchResult run(boolean isIndexed) {
        if (isIndexed) {
            lookIntoNamed();
            if (store.isFew(scope, FEW_FILES)) {
                look(store.filesIn(scope, isDear ? Optional.empty() : needed));
            } else {
                lookIntoAll();
            }
        } else {
            look(store.filesIn(scope));
        }
        finish();
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

    /// Takes pages of texts, the newest first. Where these have few hits, there are few in the next ones, too: all
    /// their
    /// texts are looked into, and the database is asked only for the files that match.
    private void lookIntoAll() {
        var docs = isDear ? anyPage(Long.MAX_VALUE) : page(Long.MAX_VALUE);
        lookIntoBest(docs);
        for (long pages = 1; isDear && isFull(docs) && !isEnough() && isWorthReading(pages); pages++) {
            docs = anyPage(docs.getLast());
            lookIntoBest(docs);
        }
        var next = isFull(docs) && !isEnough() ? page(docs.getLast()) : List.<Long>of();
        while (!next.isEmpty() && !isEnough()) {
            next = lookIntoEach(next);
        }
        hasMore |= isEnough();
    }

    /// Whether so many pages had so much that reading on is faster than asking the index.
    private boolean isWorthReading(long pages) {
        return (long) hits.size() * MOST_PAGES >= pages * enough();
    }

    private List<Long> anyPage(long below) {
        return store.docs(Optional.empty(), below, DOCS_AT_ONCE);
    }

    /// Texts that the index names. For what is dear it is asked only once.
    private List<Long> page(long below) {
        if (!isDear) {
            return store.docs(needed, below, DOCS_AT_ONCE);
        }
        var all = rest == null ? store.docs(needed, below, Integer.MAX_VALUE) : rest;
        int size = Math.min(DOCS_AT_ONCE, all.size());
        rest = all.subList(size, all.size());
        return all.subList(0, size);
    }

    private static boolean isFull(List<Long> page) {
        return page.size() == DOCS_AT_ONCE;
    }

    private void lookIntoBest(List<Long> docs) {
        look(store.files(docs));
        finish();
    }

    /// Looks into the texts of a page, and asks for the next one meanwhile.
    private List<Long> lookIntoEach(List<Long> docs) {
        boolean isWhole = !scope.isNarrow() && query.paths().isEmpty();
        var all = isWhole ? store.texts(docs) : List.<Text>of();
        openAll(all);
        var next = isFull(docs) ? page(docs.getLast()) : List.<Long>of();
        work.finish();
        lookIntoBest(
                isWhole ? all.stream().filter(this::mayMatch).map(Text::doc).toList() : docs);
        return next;
    }

    /// What is not in its block is read later.
    private boolean mayMatch(Text text) {
        var found = seen.get(text.blob());
        return found == null || found.matches() > 0;
    }

    private void openAll(List<Text> all) {
        var byBlock = all.stream()
                .filter(text -> !seen.containsKey(text.blob()))
                .collect(Collectors.groupingBy(text -> text.place().block()));
        texts.packed(byBlock.keySet(), (block, packed) -> open(block, packed, byBlock.getOrDefault(block, List.of())));
    }

    private void finish() {
        work.finish();
        take();
    }

    /// So many hits, of which the best are shown.
    private long enough() {
        return (long) query.limit() + (needed.isPresent() && !isDear ? SPARE : SPARE_UNKNOWN);
    }

    private boolean isEnough() {
        return hits.size() >= enough();
    }

    private void look(List<Candidate> candidates) {
        var ranked = ranked(candidates);
        var byBlock = ranked.stream()
                .map(Ranked::file)
                .filter(file -> !seen.containsKey(file.blob()))
                .map(file -> new Text(0, file.blob(), file.place()))
                .collect(Collectors.groupingBy(text -> text.place().block()));
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
    private void open(@Nullable List<Text> candidates) {
        if (candidates != null) {
            long block = candidates.getFirst().place().block();
            texts.packed(block).ifPresent(packed -> open(block, packed, candidates));
        }
    }

    private void open(long block, Packed packed, List<Text> candidates) {
        opening.add(block);
        work.add(() -> lookInto(block, packed, candidates));
    }

    private Looked lookInto(long block, Packed packed, List<Text> candidates) {
        var found = new HashMap<GitId, ContentLines.Found>();
        opened(packed)
                .ifPresent(raw -> candidates.forEach(one -> one.place()
                        .in(raw)
                        .ifPresent(text -> found.put(one.blob(), new ContentLines(text, matcher).find()))));
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
