package dev.templedb.temple.remotes;

import dev.templedb.api.NewProjectJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.api.PushCommitJson;
import dev.templedb.api.PushJson;
import dev.templedb.api.PushVersionJson;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.signatures.PackageSignature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One push to a server: a small package goes in one request. A larger one is asked for, sent in parts, several at
/// once, and
/// committed; what is there of it from a run that was cut is not sent again.
final class ServerPush {
    private static final int MOST_PART_BYTES = 64 << 20;
    private static final int SMALL_BYTES = 1 << 20;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    private final ApiClient client;
    private final PushOffer offer;
    private final @Nullable NewProjectJson create;
    private final Progress progress;
    private final String path;

    ServerPush(ApiClient client, PushOffer offer, @Nullable NewProjectJson create, Progress progress) {
        this.client = client;
        this.offer = offer;
        this.create = create;
        this.progress = progress;
        this.path = ServerRemote.path(offer.ref()) + "/push";
    }

    /// A package that was made for the push.
    private record Made(Path file, long bytes, Sha256 hash) {
        static Made of(Path file) {
            return new Made(file, size(file), ServerPush.hash(file));
        }
    }

    /// @return how many bytes were there already, from a push that was cut
    long push(Remote.PackageMaker maker) {
        boolean isThere = offer.expected().equals(Optional.of(offer.state()));
        if (isThere) {
            if (offer.version().isPresent() || !offer.tags().isEmpty()) {
                commit(null);
            } else {
                requireThere();
            }
            return 0;
        }
        var base = offer.known().stream().findFirst();
        var file = maker.make(base);
        if (isSentAtOnce(file)) {
            return 0;
        }
        var made = Made.of(file);
        var left = leftFrom(made);
        if (left.isPresent()) {
            return upload(made, left.get());
        }
        var answer = ask(made.bytes());
        var wanted = Optional.of(answer.path("base").asString(""))
                .filter(root -> !root.isEmpty())
                .map(root -> ServerRemote.sane(() -> Sha256.parse(root)));
        if (!wanted.equals(base) && hasUpload(answer)) {
            giveUp(answer.path("upload"));
            made = Made.of(maker.make(wanted));
            left = leftFrom(made);
            if (left.isPresent()) {
                return upload(made, left.get());
            }
            answer = ask(made.bytes());
        }
        if (!hasUpload(answer)) {
            commit(null);
            return 0;
        }
        return upload(made, answer.path("upload"));
    }

    /// Nothing is new here; somebody else may have pushed all the same.
    private void requireThere() {
        var there = ServerRemote.project(
                client.send(Request.get(ServerRemote.path(offer.ref()), Map.of()), ProjectJson.class));
        if (!there.state().equals(Optional.of(offer.state()))) {
            throw offer.moved(null);
        }
    }

    /// Sends a small package in one request, on the state that the project is believed to have.
    ///
    /// @return whether it was one that the server takes
    private boolean isSentAtOnce(Path file) {
        if (size(file) > SMALL_BYTES) {
            return false;
        }
        var about =
                client.json(new PushCommitJson(null, expected(), offer.state().hex(), create, version(), tags()));
        var content = content(file);
        var body = ByteBuffer.allocate(Integer.BYTES + about.length + content.length)
                .putInt(about.length)
                .put(about)
                .put(content);
        try {
            client.put(Request.of("POST", path + "/small", null), "application/vnd.cathedral.push", body.array());
            return true;
        } catch (TempleException refused) {
            if (refused.code() == ErrorCode.REQUEST_TOO_LARGE || refused.code() == ErrorCode.BASE_MISSING) {
                return false;
            }
            throw refused;
        }
    }

    /// What an earlier run has sent of the very same package.
    private Optional<JsonNode> leftFrom(Made made) {
        var known = offer.unfinished().find(made.hash());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(client.tree(Request.get("/uploads/" + known.get(), Map.of())));
        } catch (TempleException gone) {
            if (gone.code() == ErrorCode.UPLOAD_NOT_FOUND) {
                offer.unfinished().ended(made.hash());
                return Optional.empty();
            }
            throw gone;
        }
    }

    private void giveUp(JsonNode upload) {
        client.tree(Request.of("DELETE", "/uploads/" + id(upload.path("id").asString("")), null));
    }

    /// So that it does not take the place of the next one.
    private void giveUpIfPossible(JsonNode upload) {
        try {
            giveUp(upload);
        } catch (TempleException notNow) {
            // The server gives it up in time.
        }
    }

    private long upload(Made made, JsonNode upload) {
        var id = id(upload.path("id").asString(""));
        offer.unfinished().begun(made.hash(), id);
        long resumed = send(made, id, upload);
        try {
            commit(id);
        } catch (TempleException refused) {
            // Whatever else is wrong would be wrong again.
            if (refused.code().kind() != ErrorCode.Kind.UNAVAILABLE && refused.code() != ErrorCode.INTERRUPTED) {
                offer.unfinished().ended(made.hash());
                giveUpIfPossible(upload);
            }
            throw refused;
        }
        offer.unfinished().ended(made.hash());
        return resumed;
    }

    private static boolean hasUpload(JsonNode answer) {
        return !answer.path("upload").isNull() && !answer.path("upload").isMissingNode();
    }

    private static UUID id(String text) {
        if (!ID.matcher(text).matches()) {
            throw ServerRemote.nonsense(null);
        }
        return ServerRemote.sane(() -> UUID.fromString(text));
    }

    private JsonNode ask(long bytes) {
        var body = new PushJson(
                expected(),
                offer.known().stream().map(Sha256::hex).toList(),
                offer.state().hex(),
                bytes,
                create,
                version(),
                tags());
        return client.tree(Request.of("POST", path, body).repeated());
    }

    private @Nullable String expected() {
        return offer.expected().map(Sha256::hex).orElse(null);
    }

    private @Nullable PushVersionJson version() {
        return offer.version()
                .map(version -> new PushVersionJson(
                        version.name().text(),
                        version.notes().orElse(null),
                        version.signature().map(PackageSignature::armored).orElse(null)))
                .orElse(null);
    }

    /// A project that is made gets its tags so.
    private @Nullable List<String> tags() {
        return create != null || offer.tags().isEmpty() ? null : offer.tags();
    }

    private void commit(@Nullable UUID upload) {
        var body = new PushCommitJson(upload, expected(), offer.state().hex(), create, version(), tags());
        client.tree(Request.of("POST", path + "/commit", body)
                .repeated()
                .with("Idempotency-Key", UUID.randomUUID().toString()));
    }

    private long send(Made made, UUID id, JsonNode upload) {
        int partBytes = upload.path("part_bytes").asInt(0);
        if (partBytes < 1 || partBytes > MOST_PART_BYTES) {
            throw ServerRemote.nonsense(null);
        }
        long bytes = made.bytes();
        var there = new HashMap<Long, String>();
        upload.path("parts")
                .forEach(part -> there.put(
                        part.path("offset").asLong(-1), part.path("sha256").asString("")));
        var resumed = new AtomicLong();
        try (var channel = FileChannel.open(made.file(), StandardOpenOption.READ)) {
            var parts = new ArrayList<Callable<Integer>>();
            for (long at = 0; at < bytes; at += partBytes) {
                long offset = at;
                parts.add(() -> {
                    var part = part(channel, offset, (int) Math.min(partBytes, bytes - offset));
                    var hash = Sha256.of(part);
                    if (hash.hex().equals(there.get(offset))) {
                        resumed.addAndGet(part.length);
                    } else {
                        sendPart(id, offset, part, hash);
                    }
                    return part.length;
                });
            }
            ServerTransfer.run(parts, progress, "Sending", bytes, "push");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return resumed.get();
    }

    private static byte[] part(FileChannel channel, long offset, int length) throws IOException {
        var part = ByteBuffer.allocate(length);
        while (part.hasRemaining()) {
            if (channel.read(part, offset + part.position()) < 0) {
                throw new IOException("the package has become shorter");
            }
        }
        return part.array();
    }

    private void sendPart(UUID id, long offset, byte[] part, Sha256 hash) {
        client.put(
                Request.of("PATCH", "/uploads/" + id, null)
                        .with("Upload-Offset", Long.toString(offset))
                        .with(
                                "Content-Digest",
                                "sha-256=:" + Base64.getEncoder().encodeToString(hash.bytes()) + ":"),
                "application/octet-stream",
                part);
    }

    private static Sha256 hash(Path file) {
        var digest = Sha256.newDigest();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Sha256.from(digest);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
