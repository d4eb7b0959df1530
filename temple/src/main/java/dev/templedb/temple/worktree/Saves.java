package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.time.Instant;
import java.util.List;

/// Files as they were before changes to them were thrown away. Inside one transaction.
final class Saves {
    private static final String BLOBS = "SELECT DISTINCT blob FROM checkout_saves WHERE checkout_id = ?1";
    private static final String LAST = "SELECT coalesce(max(save_no), 0) FROM checkout_saves WHERE checkout_id = ?1";
    private static final String ADD = """
            INSERT INTO checkout_saves (checkout_id, save_no, saved_at, path, mode, blob) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """;
    private static final String READ =
            "SELECT path, mode, blob FROM checkout_saves WHERE checkout_id = ?1 AND save_no = ?2";
    private static final String ALL =
            "SELECT path, mode, blob FROM checkout_saves WHERE checkout_id = ?1 ORDER BY save_no DESC, path";
    private static final String FORGET = "DELETE FROM checkout_saves WHERE checkout_id = ?1 AND save_no = ?2";
    private static final String EXPIRE = "DELETE FROM checkout_saves WHERE checkout_id = ?1 AND saved_at < ?2";

    /// One file that was saved.
    record Saved(String path, int mode, GitId blob) {}

    private Saves() {}

    static List<GitId> blobs(Transaction tx, long checkout) {
        return tx.query(BLOBS).bind(1, checkout).list(row -> GitId.ofBytes(row.bytes(1)));
    }

    /// @return the number that [#read] knows them by
    static long add(Transaction tx, long checkout, Instant now, List<Saved> files) {
        tx.update(EXPIRE)
                .bind(1, checkout)
                .bind(2, now.minus(java.time.Duration.ofDays(30)))
                .execute();
        long number = tx.query(LAST).bind(1, checkout).longValue() + 1;
        for (var file : files) {
            tx.update(ADD)
                    .bind(1, checkout)
                    .bind(2, number)
                    .bind(3, now)
                    .bind(4, RawPath.bytes(file.path()))
                    .bind(5, file.mode())
                    .bind(6, file.blob().bytes())
                    .execute();
        }
        return number;
    }

    static long last(Transaction tx, long checkout) {
        return tx.query(LAST).bind(1, checkout).longValue();
    }

    static List<Saved> read(Transaction tx, long checkout, long number) {
        return tx.query(READ).bind(1, checkout).bind(2, number).list(Saves::saved);
    }

    /// The files of all saves.
    static List<Saved> files(Transaction tx, long checkout) {
        return tx.query(ALL).bind(1, checkout).list(Saves::saved);
    }

    private static Saved saved(Row row) {
        return new Saved(RawPath.of(row.bytes(1)), row.intValue(2), GitId.ofBytes(row.bytes(3)));
    }

    static void forget(Transaction tx, long checkout, long number) {
        tx.update(FORGET).bind(1, checkout).bind(2, number).execute();
    }
}
