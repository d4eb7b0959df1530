package dev.templedb.temple.search;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.textindex.TextIndex;

/// Searches the contents of files over all projects of a temple.
///
/// A search of the files of `HEAD` costs some tens of milliseconds on 50,000 files; one for less than three certain
/// characters reads files until it has enough. With history every version is read. Thread-safe, as the temple is.
public final class CodeSearch {
    private final Temple temple;

    /// Searches in `temple`.
    public CodeSearch(Temple temple) {
        this.temple = temple;
    }

    /// Runs a search. The first one in a temple that is older than the index makes the index, when the temple can
    /// be
    /// written.
    ///
    /// @throws TempleException with `USAGE` for an expression that is none, `PROJECT_NOT_FOUND`, `GLOB_INVALID`
    public SearchResult run(SearchQuery query, Progress progress) {
        boolean isIndexed = query.history() || catchUp(progress);
        return temple.file().read(tx -> {
            var store = new SqliteSearchStore(tx);
            var scope = new Scope(query, store.projects());
            try (var objects = new StoredObjects(tx)) {
                return query.history()
                        ? new HistorySearch(query, tx, objects, scope).run(progress)
                        : new HeadSearch(query, store, objects, scope).run(isIndexed);
            }
        });
    }

    /// Whether the index has everything now.
    private boolean catchUp(Progress progress) {
        boolean isBehind = temple.file().read(tx -> new SqliteSearchStore(tx).isBehind());
        if (!isBehind) {
            return true;
        }
        try {
            return temple.file().write(tx -> {
                var store = new SqliteSearchStore(tx);
                var index = new TextIndex(tx);
                try (var objects = new StoredObjects(tx);
                        var step = progress.begin(
                                "Indexing files", store.notIndexed().size())) {
                    for (var blob : objects.inStoredOrder(store.notIndexed())) {
                        var content = objects.read(blob).bytes();
                        index.add(blob, content, 0, content.length);
                        step.advance(1);
                    }
                }
                index.flush();
                store.setUpToDate();
                return true;
            });
        } catch (TempleException e) {
            if (e.code() == ErrorCode.TEMPLE_UNWRITABLE || e.code() == ErrorCode.TEMPLE_BUSY) {
                return false;
            }
            throw e;
        }
    }
}
