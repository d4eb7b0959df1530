package dev.templedb.temple.textindex;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Adds texts to the index for searches, inside one transaction.
///
/// Costs about 0.1 s and 0.4 MB for each MB of text. Texts wait in memory until there are 8 MiB of them, so
/// [#flush] is to be called in the end. A text that is there already is not added again. Not thread-safe.
public final class TextIndex {
    /// Longer texts are not indexed and not searched. The same number stands in the index `files_not_searched`.
    public static final long LONGEST_BYTES = 4 << 20;

    private static final int WAITING_BYTES = 8 << 20;
    private static final String KNOWN = """
            SELECT blob FROM indexed_texts WHERE blob IN (SELECT unhex(value) FROM json_each(?1))
            """;
    private static final String LAST = "SELECT coalesce(max(doc), 0) FROM indexed_texts";
    private static final String ADD = "INSERT INTO indexed_texts (doc, blob) VALUES (?1, ?2)";
    private static final String ADD_TEXT = "INSERT INTO text_index (rowid, content) VALUES (?1, ?2)";
    private static final String FORGET_TEXTS = """
            DELETE FROM text_index WHERE rowid IN (
                SELECT doc FROM indexed_texts i WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.blob = i.blob))
            """;
    private static final String FORGET = """
            DELETE FROM indexed_texts AS i WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.blob = i.blob)
            """;
    private static final String COMPACT = "INSERT INTO text_index (text_index) VALUES ('optimize')";

    private final Transaction tx;
    private final Map<GitId, byte[]> waiting = new LinkedHashMap<>();
    private long waitingBytes;

    /// The index as `tx` sees it.
    public TextIndex(Transaction tx) {
        this.tx = tx;
    }

    /// Adds the text of a blob; what is longer than [#LONGEST_BYTES] is left out.
    ///
    /// @param content holds the text from `start` on; it is copied
    public void add(GitId blob, byte[] content, int start, int length) {
        if (length > LONGEST_BYTES || length == 0) {
            return;
        }
        var text = new byte[length];
        System.arraycopy(content, start, text, 0, length);
        if (waiting.put(blob, text) == null) {
            waitingBytes += length;
        }
        if (waitingBytes >= WAITING_BYTES) {
            flush();
        }
    }

    /// Writes what is waiting.
    public void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        known().forEach(waiting::remove);
        long last = tx.query(LAST).longValue();
        tx.batch(ADD, batch -> {
            long doc = last;
            for (var blob : waiting.keySet()) {
                batch.set(1, ++doc).set(2, blob.bytes()).add();
            }
        });
        tx.batch(ADD_TEXT, batch -> {
            long doc = last;
            for (var text : waiting.values()) {
                batch.set(1, ++doc)
                        .set(2, new String(text, StandardCharsets.UTF_8).replace('\0', ' '))
                        .add();
            }
        });
        waiting.clear();
        waitingBytes = 0;
    }

    private Set<GitId> known() {
        var asked =
                waiting.keySet().stream().map(id -> '"' + id.hex() + '"').collect(Collectors.joining(",", "[", "]"));
        var known = new HashSet<GitId>();
        tx.query(KNOWN).bind(1, asked).forEach(row -> known.add(GitId.ofBytes(row.bytes(1))));
        return known;
    }

    /// Forgets texts that no file of any project has, and makes the index compact.
    public void sweep() {
        tx.update(FORGET_TEXTS).execute();
        if (tx.update(FORGET).execute() > 0) {
            tx.update(COMPACT).execute();
        }
    }
}
