package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.StoredObjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.AbstractList;
import java.util.Collections;

/// Contents of one checked-out directory that no commit has yet, by the id that they will have. Inside one transaction.
final class SqliteContentStore implements ObjectSource {
    private static final int PART_BYTES = 1 << 20;

    private static final String HAS = "SELECT 1 FROM checkout_contents WHERE checkout_id = ?1 AND blob = ?2";
    private static final String PARTS = "SELECT count(*) FROM checkout_contents WHERE checkout_id = ?1 AND blob = ?2";
    private static final String BYTES =
            "SELECT coalesce(sum(length(bytes)), 0) FROM checkout_contents WHERE checkout_id = ?1 AND blob = ?2";
    private static final String PART =
            "SELECT bytes FROM checkout_contents WHERE checkout_id = ?1 AND blob = ?2 AND part = ?3";
    private static final String ADD =
            "INSERT INTO checkout_contents (checkout_id, blob, part, bytes) VALUES (?1, ?2, ?3, ?4)";
    private static final String BLOBS = "SELECT DISTINCT blob FROM checkout_contents WHERE checkout_id = ?1";
    private static final String REMOVE = "DELETE FROM checkout_contents WHERE checkout_id = ?1 AND blob = ?2";

    private final Transaction tx;
    private final long checkout;

    SqliteContentStore(Transaction tx, long checkout) {
        this.tx = tx;
        this.checkout = checkout;
    }

    boolean has(GitId blob) {
        return tx.query(HAS).bind(1, checkout).bind(2, blob.bytes()).exists();
    }

    /// Keeps a content, read to its end.
    void add(GitId blob, InputStream in) throws IOException {
        int part = 0;
        for (var bytes = in.readNBytes(PART_BYTES); bytes.length > 0 || part == 0; bytes = in.readNBytes(PART_BYTES)) {
            tx.update(ADD)
                    .bind(1, checkout)
                    .bind(2, blob.bytes())
                    .bind(3, part++)
                    .bind(4, bytes)
                    .execute();
        }
    }

    /// Forgets what is not among `needed`.
    void retain(java.util.Set<GitId> needed) {
        var all = tx.query(BLOBS).bind(1, checkout).list(row -> GitId.ofBytes(row.bytes(1)));
        tx.batch(REMOVE, batch -> {
            for (var blob : all) {
                if (!needed.contains(blob)) {
                    batch.set(1, checkout).set(2, blob.bytes()).add();
                }
            }
        });
    }

    private long parts(GitId blob) {
        return tx.query(PARTS).bind(1, checkout).bind(2, blob.bytes()).longValue();
    }

    private byte[] part(GitId blob, long part) {
        return tx.query(PART)
                .bind(1, checkout)
                .bind(2, blob.bytes())
                .bind(3, part)
                .first(row -> row.bytes(1))
                .orElseThrow(() -> StoredObjects.missing(blob));
    }

    @Override
    public RawObject read(GitId id) {
        try (var in = openBlob(id)) {
            return new RawObject(ObjectKind.BLOB, in.readAllBytes());
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    @Override
    public long blobBytes(GitId id) {
        return tx.query(BYTES).bind(1, checkout).bind(2, id.bytes()).longValue();
    }

    @Override
    public InputStream openBlob(GitId id) {
        int count = (int) parts(id);
        if (count == 0) {
            throw StoredObjects.missing(id);
        }
        // A view: each part is read when its turn comes.
        var views = new AbstractList<InputStream>() {
            @Override
            public InputStream get(int index) {
                return new ByteArrayInputStream(part(id, index));
            }

            @Override
            public int size() {
                return count;
            }
        };
        return new SequenceInputStream(Collections.enumeration(views));
    }
}
