package dev.templedb.temple.search;

import dev.templedb.core.GitId;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.search.SqliteSearchStore.Candidate;
import dev.templedb.temple.textindex.TextBlocks;
import dev.templedb.temple.textindex.TextBlocks.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Searches the files that `HEAD` names: the index names candidates, those with the best names are looked into first.
final class HeadSearch {
    private static final int FIRST_DOCS = 500;
    private static final int MORE_DOCS = 4;
    /// When no more files than this can be meant, all of them are asked for at once.
    private static final int FEW_FILES = 4000;
    /// So many more than asked for are looked into, because their lines may make them better.
    private static final int SPARE = 30;
    /// The same where the index knows nothing, so that looking is all there is.
    private static final int SPARE_UNKNOWN = 5;
    /// Files are only taken by their names when what is sought can be a name.
    private static final int LONGEST_NAME = 255;

    private record Ranked(Candidate file, String path, double score) {}

    private record Hit(Ranked candidate, ContentLines.Found found) {
        double score() {
            return candidate.score() + Ranking.ofLines(found);
        }
    }

    private final SearchQuery query;
    private final SqliteSearchStore store;
    private final StoredObjects objects;
    private final TextBlocks texts;
    private final Scope scope;
    private final LineMatcher matcher;
    private final Ranking ranking;
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
            look(store.filesNamed(query.text(), FIRST_DOCS));
        }
    }

    private void lookIntoAll() {
        int most = FIRST_DOCS;
        long below = Long.MAX_VALUE;
        while (!isEnough()) {
            var page = store.files(needed, below, most);
            look(page.files());
            if (page.docs() < most) {
                return;
            }
            below = page.lowest();
            most = Math.min(most, Integer.MAX_VALUE / MORE_DOCS) * MORE_DOCS;
        }
        hasMore = true;
    }

    private boolean isEnough() {
        return hits.size() >= (long) query.limit() + (needed.isPresent() ? SPARE : SPARE_UNKNOWN);
    }

    private void look(List<Candidate> candidates) {
        for (var candidate : ranked(candidates)) {
            if (isEnough()) {
                hasMore = true;
                return;
            }
            var found = seen.computeIfAbsent(
                    candidate.file().blob(), blob -> new ContentLines(text(candidate.file()), matcher).find());
            if (found.matches() > 0 && lookedAt.add(candidate.file())) {
                hits.add(new Hit(candidate, found));
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

    private Text text(Candidate file) {
        return texts.read(file.place()).orElseGet(() -> {
            var bytes = objects.read(file.blob()).bytes();
            return new Text(bytes, 0, bytes.length);
        });
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
}
