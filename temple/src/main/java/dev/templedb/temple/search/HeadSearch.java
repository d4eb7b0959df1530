package dev.templedb.temple.search;

import dev.templedb.core.GitId;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.search.SqliteSearchStore.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Searches the files that `HEAD` names: the index names candidates, those with the best names are looked into first.
final class HeadSearch {
    private static final int FIRST_DOCS = 1000;
    private static final int MORE_DOCS = 4;
    /// So many more than asked for are looked into, because their lines may make them better.
    private static final int SPARE = 10;

    private record Ranked(Candidate file, String path, double score) {}

    private final SearchQuery query;
    private final SqliteSearchStore store;
    private final StoredObjects objects;
    private final Scope scope;
    private final LineMatcher matcher;
    private final Ranking ranking;
    private final Map<GitId, ContentLines.Found> seen = new HashMap<>();
    private final List<FoundFile> files = new ArrayList<>();
    private boolean hasMore;

    HeadSearch(SearchQuery query, SqliteSearchStore store, StoredObjects objects, Scope scope) {
        this.query = query;
        this.store = store;
        this.objects = objects;
        this.scope = scope;
        this.matcher = LineMatcher.of(query);
        this.ranking = new Ranking(query);
    }

    SearchResult run(boolean isIndexed) {
        var needed = isIndexed ? Needed.of(query) : Optional.<String>empty();
        if (needed.isPresent()) {
            lookIntoIndexed(needed.get());
        } else {
            look(store.filesOf(scope.projects().keySet()));
        }
        files.sort(Comparator.comparingDouble(FoundFile::score)
                .reversed()
                .thenComparing(FoundFile::project)
                .thenComparing(FoundFile::path));
        hasMore |= files.size() > query.limit();
        return new SearchResult(
                files.subList(0, Math.min(files.size(), query.limit())),
                hasMore,
                store.notSearched(scope.projects().keySet()));
    }

    private void lookIntoIndexed(String needed) {
        int most = FIRST_DOCS;
        long below = Long.MAX_VALUE;
        while (!isEnough()) {
            var docs = store.docs(needed, below, most);
            if (!docs.isEmpty()) {
                look(store.files(docs));
                below = Collections.min(docs);
            }
            if (docs.size() < most) {
                return;
            }
            most = Math.min(most, Integer.MAX_VALUE / MORE_DOCS) * MORE_DOCS;
        }
        hasMore = true;
    }

    private boolean isEnough() {
        return files.size() >= (long) query.limit() + SPARE;
    }

    private void look(List<Candidate> candidates) {
        for (var candidate : ranked(candidates)) {
            if (isEnough()) {
                hasMore = true;
                return;
            }
            var found = seen.computeIfAbsent(candidate.file().blob(), this::lines);
            if (found.matches() > 0) {
                files.add(file(candidate, found));
            }
        }
    }

    /// Those in the scope, the best first; among equals in the order in which they lie, so that few frames are
    /// opened.
    private List<Ranked> ranked(List<Candidate> candidates) {
        var ranked = new ArrayList<Ranked>();
        for (var file : candidates) {
            if (scope.hasProject(file.project()) && scope.hasLanguage(file.language())) {
                String path = file.path().text();
                if (scope.hasPath(path)) {
                    ranked.add(new Ranked(file, path, ranking.ofName(path, file.language())));
                }
            }
        }
        ranked.sort(Comparator.comparingDouble((Ranked one) -> -one.score())
                .thenComparingInt(one -> one.file().frame())
                .thenComparingInt(one -> one.file().ordinal()));
        return ranked;
    }

    private ContentLines.Found lines(GitId blob) {
        return ContentLines.in(objects.read(blob).bytes(), matcher, query.context());
    }

    private FoundFile file(Ranked candidate, ContentLines.Found found) {
        var file = candidate.file();
        return new FoundFile(
                String.valueOf(scope.projects().get(file.project())),
                file.path(),
                file.blob(),
                file.language(),
                candidate.score() + Ranking.ofLines(found),
                found.matches(),
                found.lines(),
                Optional.empty(),
                1);
    }
}
