package dev.templedb.temple.remotes;

import dev.templedb.api.NewProjectJson;
import dev.templedb.api.PushCommitJson;
import dev.templedb.api.PushJson;
import dev.templedb.api.PushVersionJson;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One push to a server: asks, sends the package in parts, several at once, and commits. What a broken connection has
/// left behind is sent again, part by part.
final class ServerPush {
    private static final int MOST_PART_BYTES = 64 << 20;
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

    void push(Remote.PackageMaker maker) {
        boolean isThere = offer.expected().equals(Optional.of(offer.state()));
        if (isThere) {
            if (offer.version().isPresent()) {
                commit(null);
            }
            return;
        }
        var base = offer.known().stream().findFirst();
        var made = maker.make(base);
        var answer = ask(size(made));
        var wanted = Optional.of(answer.path("base").asString(""))
                .filter(root -> !root.isEmpty())
                .map(ServerPush::root);
        if (!wanted.equals(base) && hasUpload(answer)) {
            made = maker.make(wanted);
            answer = ask(size(made));
        }
        if (!hasUpload(answer)) {
            commit(null);
            return;
        }
        var upload = answer.path("upload");
        var id = id(upload.path("id").asString(""));
        send(made, id, upload);
        commit(id);
    }

    private static boolean hasUpload(JsonNode answer) {
        return !answer.path("upload").isNull() && !answer.path("upload").isMissingNode();
    }

    private static UUID id(String text) {
        if (!ID.matcher(text).matches()) {
            throw ServerRemote.nonsense(null);
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException wrong) {
            throw ServerRemote.nonsense(wrong);
        }
    }

    private static Sha256 root(String text) {
        try {
            return Sha256.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ServerRemote.nonsense(null);
        }
    }

    private JsonNode ask(long bytes) {
        var body = new PushJson(
                expected(),
                offer.known().stream().map(Sha256::hex).toList(),
                offer.state().hex(),
                bytes,
                create,
                version());
        return client.tree(Request.of("POST", path, body).repeated());
    }

    private @Nullable String expected() {
        return offer.expected().map(Sha256::hex).orElse(null);
    }

    private @Nullable PushVersionJson version() {
        return offer.version()
                .map(version -> new PushVersionJson(
                        version.name().text(), version.notes().orElse(null)))
                .orElse(null);
    }

    private void commit(@Nullable UUID upload) {
        var body = new PushCommitJson(upload, expected(), offer.state().hex(), create, version());
        client.tree(Request.of("POST", path + "/commit", body)
                .repeated()
                .with("Idempotency-Key", UUID.randomUUID().toString()));
    }

    private void send(Path file, UUID id, JsonNode upload) {
        int partBytes = upload.path("part_bytes").asInt(0);
        if (partBytes < 1 || partBytes > MOST_PART_BYTES) {
            throw ServerRemote.nonsense(null);
        }
        long bytes = size(file);
        Set<Long> there = new HashSet<>();
        upload.path("parts").forEach(part -> there.add(part.path("offset").asLong(-1)));
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var parts = new ArrayList<Callable<Integer>>();
            for (long at = 0; at < bytes; at += partBytes) {
                long offset = at;
                if (!there.contains(offset)) {
                    parts.add(() -> sendPart(channel, id, offset, partBytes, bytes));
                }
            }
            ServerTransfer.run(parts, progress, "Sending", bytes, "push");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private int sendPart(FileChannel channel, UUID id, long offset, int partBytes, long bytes) throws IOException {
        var part = ByteBuffer.allocate((int) Math.min(partBytes, bytes - offset));
        while (part.hasRemaining()) {
            if (channel.read(part, offset + part.position()) < 0) {
                throw new IOException("the package has become shorter");
            }
        }
        var content = part.array();
        client.put(
                "PATCH",
                "/uploads/" + id,
                content,
                Map.of(
                        "Upload-Offset",
                        Long.toString(offset),
                        "Content-Digest",
                        "sha-256=:"
                                + Base64.getEncoder()
                                        .encodeToString(Sha256.of(content).bytes()) + ":"));
        return content.length;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
