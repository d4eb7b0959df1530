package dev.templedb.temple.search;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.textindex.TextBlocks;
import dev.templedb.temple.textindex.TextIndex;
import java.util.HashMap;
import java.util.function.Consumer;

/// Searches the contents of files over all projects of a temple.
///
/// A search of the files of `HEAD` costs some tens of milliseconds on 50,000 files; one for no certain character,
/// or for words that are in many files but seldom in one line, reads files until it has enough: up to a second. With
/// history, versions are read frame by frame. Thread-safe, as the temple is.
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
        return query.history() ? inHistory(query, progress) : inHead(query, progress);
    }

    private SearchResult inHead(SearchQuery query, Progress progress) {
        boolean isIndexed = catchUp(progress);
        return temple.file().read(tx -> {
            var store = new SqliteSearchStore(tx);
            var scope = new Scope(query, store.projects());
            try (var objects = new StoredObjects(tx);
                    var texts = new TextBlocks(tx);
                    var search = new HeadSearch(query, store, objects, texts, scope)) {
                return search.run(isIndexed);
            }
        });
    }

    private SearchResult inHistory(SearchQuery query, Progress progress) {
        var filters = new HashMap<Integer, FrameFilter>();
        var hashes = new HashMap<Integer, byte[]>();
        var result = temple.file().read(tx -> {
            var store = new SqliteSearchStore(tx);
            try (var objects = new StoredObjects(tx)) {
                var search = new HistorySearch(query, tx, objects, new Scope(query, store.projects()));
                var found = search.run(progress);
                filters.putAll(search.made());
                filters.keySet().forEach(frame -> hashes.put(frame, store.frameHash(frame)));
                return found;
            }
        });
        if (!filters.isEmpty()) {
            ifWritable(tx -> new SqliteSearchStore(tx).addFilters(filters, hashes));
        }
        return result;
    }

    /// Whether the index has everything now.
    private boolean catchUp(Progress progress) {
        boolean isBehind = temple.file().read(tx -> new SqliteSearchStore(tx).isBehind());
        if (!isBehind) {
            return true;
        }
        return ifWritable(tx -> {
            var store = new SqliteSearchStore(tx);
            var index = new TextIndex(tx);
            var missing = store.notIndexed();
            try (var objects = new StoredObjects(tx);
                    var step = progress.begin("Indexing files", missing.size())) {
                for (var blob : objects.inStoredOrder(missing)) {
                    var content = objects.read(blob).bytes();
                    index.add(blob, content, 0, content.length);
                    step.advance(1);
                }
            }
            index.flush();
            store.setUpToDate();
        });
    }

    /// Whether that was possible: the temple may be read-only, or somebody else may be writing.
    private boolean ifWritable(Consumer<Transaction> work) {
        try {
            temple.file().write(tx -> {
                work.accept(tx);
                return true;
            });
            return true;
        } catch (TempleException e) {
            if (e.code() == ErrorCode.TEMPLE_UNWRITABLE || e.code() == ErrorCode.TEMPLE_BUSY) {
                return false;
            }
            throw e;
        }
    }
}
