package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.sqlite.Transaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;

/// The parts of newer packages that a project carries along, inside one transaction. Memory: one piece of a part.
final class SqliteCarriedStore {
    private static final int PIECE_BYTES = 4 << 20;

    private static final String FORGET = "DELETE FROM carried_entries WHERE project_id = ?1 AND format = ?2";
    private static final String ADD = """
            INSERT INTO carried_entries (project_id, format, entry_no, name, version, bytes, sha256)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """;
    private static final String ADD_CONTENT = """
            INSERT INTO carried_contents (sha256, data)
            VALUES (?1, ?2)
            ON CONFLICT (sha256) DO NOTHING
            """;
    private static final String ADD_PIECE = """
            INSERT INTO carried_pieces (project_id, format, entry_no, piece_no, sha256)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """;
    private static final String ALL = """
            SELECT entry_no, name, version, bytes, sha256
              FROM carried_entries
             WHERE project_id = ?1 AND format = ?2
             ORDER BY entry_no
            """;
    private static final String PIECES = """
            SELECT sha256 FROM carried_pieces
             WHERE project_id = ?1 AND format = ?2 AND entry_no = ?3
             ORDER BY piece_no
            """;
    private static final String CONTENT = "SELECT data FROM carried_contents WHERE sha256 = ?1";

    private final Transaction tx;
    private final long project;

    SqliteCarriedStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    /// Stores the parts of a package in the place of those that came with the last one of this format.
    ///
    /// @throws TempleException as [#add]
    void replace(PackageLayout.Family format, List<CarriedEntry> entries) {
        tx.update(FORGET).bind(1, project).bind(2, format.name()).execute();
        add(format, entries);
    }

    /// Stores the parts of a package of this format.
    ///
    /// @throws TempleException with `PACKAGE_DIGEST_MISMATCH` when one is no longer what it was when it was checked
    void add(PackageLayout.Family format, List<CarriedEntry> entries) {
        for (int number = 0; number < entries.size(); number++) {
            var entry = entries.get(number);
            tx.update(ADD)
                    .bind(1, project)
                    .bind(2, format.name())
                    .bind(3, number)
                    .bind(4, entry.name())
                    .bind(5, entry.version())
                    .bind(6, entry.bytes())
                    .bind(7, entry.sha256().bytes())
                    .execute();
            addContent(format, number, entry);
        }
    }

    private void addContent(PackageLayout.Family format, int number, CarriedEntry entry) {
        var whole = Sha256.newDigest();
        int pieceNumber = 0;
        try (var in = entry.content().open()) {
            for (var piece = in.readNBytes(PIECE_BYTES); piece.length > 0; piece = in.readNBytes(PIECE_BYTES)) {
                whole.update(piece);
                var sha256 = Sha256.of(piece).bytes();
                tx.update(ADD_CONTENT).bind(1, sha256).bind(2, piece).execute();
                tx.update(ADD_PIECE)
                        .bind(1, project)
                        .bind(2, format.name())
                        .bind(3, number)
                        .bind(4, pieceNumber++)
                        .bind(5, sha256)
                        .execute();
            }
        } catch (IOException unreadable) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE, "Entry %s cannot be read.".formatted(entry.name()), unreadable);
        }
        if (!Sha256.from(whole).equals(entry.sha256())) {
            throw new TempleException(
                    ErrorCode.PACKAGE_DIGEST_MISMATCH,
                    "Entry %s changed while the package was read.".formatted(entry.name()));
        }
    }

    /// The parts that go into a package of this format. They can be read while the transaction is open.
    List<CarriedEntry> all(PackageLayout.Family format) {
        return tx.query(ALL).bind(1, project).bind(2, format.name()).list(row -> {
            int number = row.intValue(1);
            return new CarriedEntry(
                    row.text(2),
                    row.text(3),
                    row.longValue(4),
                    Sha256.ofBytes(row.bytes(5)),
                    () -> open(format, number));
        });
    }

    private InputStream open(PackageLayout.Family format, int number) {
        var names = tx.query(PIECES)
                .bind(1, project)
                .bind(2, format.name())
                .bind(3, number)
                .list(row -> row.bytes(1));
        // A view: each piece is read when its turn comes.
        var pieces = new AbstractList<InputStream>() {
            @Override
            public InputStream get(int index) {
                return new ByteArrayInputStream(content(names.get(index)));
            }

            @Override
            public int size() {
                return names.size();
            }
        };
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private byte[] content(byte[] sha256) {
        return tx.query(CONTENT)
                .bind(1, sha256)
                .first(row -> row.bytes(1))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.TEMPLE_CORRUPT, "A part of a newer package is missing from the temple."));
    }
}
