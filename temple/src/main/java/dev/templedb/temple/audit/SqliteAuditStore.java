package dev.templedb.temple.audit;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The SQL of the audit log, inside one transaction.
final class SqliteAuditStore {
    private static final String LAST = "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1";
    private static final String ADD = """
            INSERT INTO audit_log (seq, done_at, who, action, project, details, previous, hash)
            VALUES (:seq, :at, :who, :action, :project, :details, :previous, :hash)
            """;
    private static final String LIST = """
            SELECT seq, done_at, who, action, project, details, previous, hash
              FROM audit_log
             WHERE :project IS NULL OR project = :project COLLATE NOCASE
             ORDER BY seq DESC
             LIMIT :limit
            """;
    private static final String ALL =
            "SELECT seq, done_at, who, action, project, details, previous, hash FROM audit_log ORDER BY seq";

    /// The end of the chain.
    record Last(long seq, Sha256 hash) {}

    private final Transaction tx;

    SqliteAuditStore(Transaction tx) {
        this.tx = tx;
    }

    Last last() {
        return tx.query(LAST)
                .first(row -> new Last(row.longValue(1), Sha256.ofBytes(row.bytes(2))))
                .orElse(new Last(0, AuditEntry.BEGINNING));
    }

    void add(AuditEntry entry) {
        tx.update(ADD)
                .bind("seq", entry.seq())
                .bind("at", entry.at())
                .bind("who", entry.who())
                .bind("action", entry.action())
                .bind("project", entry.project().orElse(null))
                .bind("details", new String(CanonicalJson.write(entry.details()), StandardCharsets.UTF_8))
                .bind("previous", entry.previous().bytes())
                .bind("hash", entry.hash().bytes())
                .execute();
    }

    /// The newest first.
    List<AuditEntry> list(Optional<String> project, long limit) {
        return tx.query(LIST)
                .bind("project", project.orElse(null))
                .bind("limit", limit)
                .list(SqliteAuditStore::entry);
    }

    /// Every entry in order, with the hash that was recorded for it.
    void forEach(BiConsumer<AuditEntry, Sha256> visitor) {
        tx.query(ALL).forEach(row -> visitor.accept(entry(row), Sha256.ofBytes(row.bytes(8))));
    }

    private static AuditEntry entry(Row row) {
        try {
            return new AuditEntry(
                    row.longValue(1),
                    row.instant(2),
                    row.text(3),
                    row.text(4),
                    Optional.ofNullable(row.nullableText(5)),
                    JsonReader.readObject(row.text(6).getBytes(StandardCharsets.UTF_8)),
                    Sha256.ofBytes(row.bytes(7)));
        } catch (JsonReader.InvalidJson | DateTimeException unreadable) {
            throw new TempleException(
                    ErrorCode.AUDIT_BROKEN,
                    "Entry %d of the audit log was changed: it cannot be read.".formatted(row.longValue(1)),
                    unreadable);
        }
    }
}
