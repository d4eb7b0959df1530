package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.objects.StoredObjects;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final String IS_SAVED = "SELECT 1 FROM checkout_saves WHERE checkout_id = ?1 AND blob = ?2";
    private static final String SAVED =
            "SELECT path FROM checkout_saves WHERE checkout_id = ?1 AND blob = ?2 ORDER BY save_no DESC";

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

    /// Forgets one content.
    void remove(GitId blob) {
        tx.update(REMOVE).bind(1, checkout).bind(2, blob.bytes()).execute();
    }

    /// All contents that are kept.
    List<GitId> blobs() {
        return tx.query(BLOBS).bind(1, checkout).list(row -> GitId.ofBytes(row.bytes(1)));
    }

    /// Whether a content is there and still has the bytes that its id was made of. Reads all of it.
    boolean isWhole(GitId blob) {
        try {
            require(blob);
            return true;
        } catch (TempleException damaged) {
            if (damaged.code() != ErrorCode.WORK_CONTENT_DAMAGED) {
                throw damaged;
            }
            return false;
        }
    }

    /// Reads all of a content.
    ///
    /// @throws TempleException with `WORK_CONTENT_DAMAGED`
    void require(GitId blob) {
        try (var in = openBlob(blob)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// @throws TempleException with `WORK_CONTENT_DAMAGED` for the first of staged files whose content is neither
    /// here
    ///         nor `elsewhere`
    void requireThere(List<TrackedFile> staged, Predicate<GitId> elsewhere) {
        for (var file : staged) {
            var blob = file.blob();
            if (blob != null && file.kind() != FileMode.SUBMODULE && !has(blob) && !elsewhere.test(blob)) {
                throw damaged(blob);
            }
        }
    }

    /// What a content is to the person who works there.
    String name(GitId blob) {
        var staged = new SqliteCheckoutStore(tx)
                .tracked(checkout).all().stream()
                        .filter(file -> blob.equals(file.blob()))
                        .map(TrackedFile::path)
                        .sorted()
                        .findFirst();
        return staged.map(path -> "what is staged of " + RawPath.path(path))
                .or(() -> tx.query(SAVED)
                        .bind(1, checkout)
                        .bind(2, blob.bytes())
                        .first(row -> "what was kept of " + FilePath.of(row.bytes(1))))
                .orElseGet(() -> "the content " + blob.abbreviated(10));
    }

    /// Whether a content is staged or was saved here, and not only part of a commit.
    private boolean isOurs(GitId blob) {
        return staged().anyMatch(file -> blob.equals(file.blob()))
                || tx.query(IS_SAVED).bind(1, checkout).bind(2, blob.bytes()).exists();
    }

    private Stream<TrackedFile> staged() {
        return new SqliteCheckoutStore(tx).tracked(checkout).all().stream().filter(TrackedFile::isStaged);
    }

    /// What should be here and is not: contents that are staged or saved, and that no project has either.
    Set<GitId> missing(Predicate<GitId> elsewhere) {
        var wanted = new LinkedHashSet<GitId>();
        staged().filter(TrackedFile::isPresent)
                .filter(file -> file.kind() != FileMode.SUBMODULE)
                .forEach(file -> wanted.add(Objects.requireNonNull(file.blob())));
        Saves.files(tx, checkout).stream()
                .filter(file -> TrackedFile.kind(file.mode()) != FileMode.SUBMODULE)
                .forEach(file -> wanted.add(file.blob()));
        wanted.removeIf(blob -> has(blob) || elsewhere.test(blob));
        return wanted;
    }

    private TempleException damaged(GitId blob) {
        return new TempleException(
                ErrorCode.WORK_CONTENT_DAMAGED,
                "The temple is damaged: %s no longer has the bytes that were stored.".formatted(name(blob)));
    }

    /// Forgets what is not among `needed`.
    void retain(Set<GitId> needed) {
        var all = blobs();
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
                .orElseThrow(() -> damaged(blob));
    }

    @Override
    public RawObject read(GitId id) {
        try (var in = openBlob(id)) {
            return new RawObject(ObjectKind.BLOB, in.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public long blobBytes(GitId id) {
        return tx.query(BYTES).bind(1, checkout).bind(2, id.bytes()).longValue();
    }

    /// The bytes of a content, which are compared with its id when the last one has been read.
    ///
    /// @throws TempleException with `WORK_CONTENT_DAMAGED` then, when they are others
    @Override
    public InputStream openBlob(GitId id) {
        int count = (int) parts(id);
        if (count == 0) {
            throw isOurs(id) ? damaged(id) : StoredObjects.missing(id);
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
        return new Proven(new SequenceInputStream(Collections.enumeration(views)), id);
    }

    private final class Proven extends FilterInputStream {
        private final GitId id;
        private final MessageDigest sha1;
        private @Nullable Boolean same;

        Proven(InputStream in, GitId id) {
            super(in);
            this.id = id;
            this.sha1 = CommitContent.blobDigest(blobBytes(id));
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) {
                sha1.update(bytes, offset, count);
            } else if (count < 0 && !isSame()) {
                throw damaged(id);
            }
            return count;
        }

        /// Asked again at the end, the digest would begin anew.
        private boolean isSame() {
            if (same == null) {
                same = GitId.ofBytes(sha1.digest()).equals(id);
            }
            return same;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, PART_BYTES)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
