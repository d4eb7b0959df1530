package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectKey;
import dev.templedb.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Takes packages in parts, in any order and several at once, on any node. A part that has been acknowledged is in
/// storage; one that was cut off, or has another digest, leaves nothing. An upload is its user's alone, and of a token
/// that is limited to projects only one to such a project.
public final class Uploads {
    private static final int MOST_UPLOADS = 100;

    /// How long nothing comes for an upload until room for another one goes before it.
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final ObjectStore store;
    private final TransferConfig config;
    private final Clock clock;
    private final Permissions permissions = new Permissions();
    private final PostgresUploads table = new PostgresUploads();

    public Uploads(Jdbi jdbi, ObjectStore store, TransferConfig config, Clock clock) {
        this.jdbi = jdbi;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /// What has arrived of an upload.
    ///
    /// @param parts in order
    public record Progress(Upload upload, List<Upload.Part> parts) {
        /// How many bytes are there without a gap.
        public long offset() {
            long offset = 0;
            for (var part : parts) {
                if ((long) part.number() * upload.partBytes() != offset) {
                    break;
                }
                offset += part.bytes();
            }
            return offset;
        }

        List<ObjectKey> keys() {
            return parts.stream().map(part -> upload.key(part.number())).toList();
        }
    }

    /// Begins an upload in the transaction of `handle`.
    Upload begin(Handle handle, Caller caller, ProjectAddress address, Sha256 state, long bytes) {
        var user = caller.with(Scope.WRITE_PROJECTS).user();
        var now = clock.instant();
        if (table.count(handle, user, now) >= MOST_UPLOADS) {
            throw new TempleException(
                    ErrorCode.UPLOAD_PART_INVALID,
                    "%d uploads of yours are under way; end or give up some of them.".formatted(MOST_UPLOADS));
        }
        var upload = new Upload(
                TimeIds.next(), address, state, bytes, config.partBytes(), now.plus(config.uploadLife()), null);
        table.add(handle, upload, user, now);
        return upload;
    }

    /// An upload of the caller's.
    ///
    /// @throws TempleException with `UPLOAD_NOT_FOUND`
    public Progress find(Caller caller, UUID id) {
        return jdbi.withHandle(handle -> find(handle, caller, id));
    }

    Progress find(Handle handle, Caller caller, UUID id) {
        var user = caller.with(Scope.WRITE_PROJECTS);
        var upload = table.find(handle, user.user(), id, clock.instant())
                .filter(found -> user.projects() == null
                        || permissions.allows(handle, caller, found.address(), ProjectAction.PUSH))
                .orElseThrow(Uploads::notFound);
        return new Progress(upload, table.parts(handle, id));
    }

    static TempleException notFound() {
        return new TempleException(ErrorCode.UPLOAD_NOT_FOUND, "There is no such upload, or its time is over.");
    }

    /// Takes a part. The same part again is taken as what it is.
    ///
    /// @param offset where it belongs; a multiple of the upload's part length
    /// @param length how many bytes were announced
    /// @throws TempleException with `UPLOAD_PART_INVALID` for an offset or length that no part has,
    ///         `UPLOAD_PART_DIFFERS` when the bytes are not those that were announced
    public Progress take(Caller caller, UUID id, long offset, long length, Sha256 sha256, InputStream content) {
        var before = find(caller, id);
        var upload = before.upload();
        if (upload.committedAt() != null) {
            throw notFound();
        }
        if (offset < 0 || offset >= upload.bytes() || offset % upload.partBytes() != 0) {
            throw new TempleException(
                    ErrorCode.UPLOAD_PART_INVALID,
                    "No part begins at byte %d: parts have %d bytes, and the package has %d."
                            .formatted(offset, upload.partBytes(), upload.bytes()));
        }
        int number = (int) (offset / upload.partBytes());
        if (length != upload.partLength(number)) {
            throw new TempleException(
                    ErrorCode.UPLOAD_PART_INVALID,
                    "The part at byte %d has %d bytes, and %d were announced."
                            .formatted(offset, upload.partLength(number), length));
        }
        put(upload, number, sha256, content);
        var part = new Upload.Part(number, upload.partLength(number), sha256);
        boolean isTaken = jdbi.inTransaction(handle -> table.add(handle, id, part, clock.instant()));
        if (!isTaken) {
            // It was given up, or a push made of it, while the part came.
            forgetParts(new Progress(upload, List.of(part)));
            throw notFound();
        }
        return find(caller, id);
    }

    private void put(Upload upload, int number, Sha256 sha256, InputStream content) {
        try {
            store.put(upload.key(number), upload.partLength(number), sha256, content);
        } catch (TempleException refused) {
            if (refused.code() == ErrorCode.STORAGE_CONTENT_DIFFERS
                    || refused.code() == ErrorCode.STORAGE_OBJECT_EXISTS) {
                throw new TempleException(
                        ErrorCode.UPLOAD_PART_DIFFERS,
                        "The bytes of the part are not those that were announced, or other bytes came before.",
                        refused);
            }
            throw refused;
        } catch (IOException cut) {
            throw new TempleException(ErrorCode.UPLOAD_PART_DIFFERS, "The part was cut off.", cut);
        }
    }

    /// Gives an upload up, and what has arrived of it.
    public void cancel(Caller caller, UUID id) {
        var upload = find(caller, id).upload();
        store.delete(new Progress(upload, deleted(id)).keys());
    }

    /// Forgets an upload.
    ///
    /// @return all its parts: none is added from then on
    private List<Upload.Part> deleted(UUID id) {
        return jdbi.inTransaction(handle -> {
            table.lock(handle, id);
            var there = table.parts(handle, id);
            table.delete(handle, id);
            return there;
        });
    }

    /// Gives up the caller's uploads to an address for which nothing has come for a while: of a push that was
    /// broken
    /// off and has been begun anew, the one before.
    ///
    /// @return how many
    int giveUpIdle(Caller caller, ProjectAddress address) {
        var user = caller.with(Scope.WRITE_PROJECTS).user();
        var idle = jdbi.withHandle(
                handle -> table.idle(handle, user, address, clock.instant().minus(IDLE)));
        for (var upload : idle) {
            forgetParts(new Progress(upload, deleted(upload.id())));
        }
        return idle.size();
    }

    /// Puts the parts together as a file of this machine, which is the caller's to delete.
    ///
    /// @throws TempleException with `UPLOAD_INCOMPLETE` when parts are missing
    Path assemble(Progress progress) throws IOException {
        var missing = missing(progress);
        if (!missing.isEmpty()) {
            throw new TempleException(
                    ErrorCode.UPLOAD_INCOMPLETE,
                    "%d of %d parts are missing; the first begins at byte %d."
                            .formatted(
                                    missing.size(),
                                    progress.upload().partCount(),
                                    (long) missing.getFirst()
                                            * progress.upload().partBytes()));
        }
        var file = Files.createTempFile(config.scratch(), "push-", ".cathedral");
        boolean isWhole = false;
        try (var out = Files.newOutputStream(file)) {
            for (var part : progress.parts()) {
                copy(progress.upload(), part, out);
            }
            isWhole = true;
            return file;
        } finally {
            if (!isWhole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Integer> missing(Progress progress) {
        var there = progress.parts().stream().map(Upload.Part::number).collect(Collectors.toSet());
        return IntStream.range(0, progress.upload().partCount())
                .boxed()
                .filter(number -> !there.contains(number))
                .toList();
    }

    private void copy(Upload upload, Upload.Part part, OutputStream out) throws IOException {
        try (var in = store.open(upload.key(part.number()), 0, part.bytes())) {
            in.transferTo(out);
        }
    }

    /// Notes that a push was made of an upload; its parts can go. Who comes at the same instant waits for the end
    /// of
    /// this transaction.
    ///
    /// @return false when the upload is gone, or a push was made of it before
    boolean committed(Handle handle, Upload upload) {
        return table.committed(handle, upload.id(), clock.instant());
    }

    /// Whether a push was made of an upload that is still known.
    boolean isCommitted(Caller caller, UUID id) {
        var user = caller.with(Scope.WRITE_PROJECTS).user();
        return jdbi.withHandle(handle -> table.find(handle, user, id, clock.instant()))
                .filter(found -> found.committedAt() != null)
                .isPresent();
    }

    /// Removes the parts of an upload that is over; when that fails the collector does it.
    void forgetParts(Progress progress) {
        try {
            store.delete(progress.keys());
        } catch (TempleException later) {
            // The collector removes what is left.
        }
    }
}
