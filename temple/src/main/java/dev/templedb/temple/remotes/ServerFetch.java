package dev.templedb.temple.remotes;

import dev.templedb.api.FetchJson;
import dev.templedb.api.FetchWantJson;
import dev.templedb.api.client.ApiClient;
import dev.templedb.api.client.ApiClient.Request;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One fetch from a server: a plan with the bytes that are in no pack, then ranges of packs, several at once. Put
/// together they are a package, which its reader proves.
final class ServerFetch {
    private static final int RANGE_BYTES = 8 << 20;
    private static final int MOST_PLAN_BYTES = 32 << 20;
    private static final long MOST_BYTES = 64L << 30;
    private static final int MOST_NAMES = 1000;
    /// How often it begins anew when the server has packed anew meanwhile, so that ranges of the plan are gone.
    private static final int PLANS = 3;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

    private final ApiClient client;
    private final RemoteRef ref;
    private final Progress progress;
    private final String path;

    ServerFetch(ApiClient client, RemoteRef ref, Progress progress) {
        this.client = client;
        this.ref = ref;
        this.progress = progress;
        this.path = ServerRemote.path(ref);
    }

    /// A range of a pack, and where it goes.
    private record Range(String pack, long from, int length, long at) {}

    /// What the first answer has come to.
    private record Begun(Sha256 state, long bytes, List<Range> ranges) {}

    Fetched fetch(Want want, Set<Sha256> have, Path scratch) {
        var body = new FetchJson(
                json(want), have.stream().limit(MOST_NAMES).map(Sha256::hex).toList(), null);
        try {
            var file = Files.createDirectories(scratch).resolve(UUID.randomUUID() + ".cathedral");
            var fetched = fetchBy(body, file);
            if (fetched.packages().isEmpty()) {
                Files.deleteIfExists(file);
            }
            return fetched;
        } catch (IOException failure) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE, "What comes from %s cannot be written.".formatted(ref), failure);
        }
    }

    private Fetched fetchBy(FetchJson body, Path file) throws IOException {
        for (int plan = 1; ; plan++) {
            try {
                return fetch(body, file);
            } catch (TempleException refused) {
                if (refused.code() != ErrorCode.PACK_NOT_FOUND || plan == PLANS) {
                    throw refused;
                }
            }
        }
    }

    private Fetched fetch(FetchJson body, Path file) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var begun = client.stream(Request.of("POST", path + "/fetch", body).repeated(), in -> begin(in, channel));
            load(begun, channel);
            return new Fetched(begun.state(), begun.bytes() == 0 ? List.of() : List.of(file));
        } catch (TempleException refused) {
            Files.deleteIfExists(file);
            throw refused;
        }
    }

    private static @Nullable FetchWantJson json(Want want) {
        return switch (want) {
            case Want.Shared() -> null;
            case Want.Latest() -> new FetchWantJson("latest", null);
            case Want.Version(var name) -> new FetchWantJson(name.text(), null);
        };
    }

    private Begun begin(InputStream in, FileChannel file) throws IOException {
        var data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 2 || length > MOST_PLAN_BYTES) {
            throw ServerRemote.nonsense(null);
        }
        var plan = client.read(data.readNBytes(length), JsonNode.class);
        long bytes = plan.path("bytes").asLong(-1);
        if (bytes < 0 || bytes > MOST_BYTES) {
            throw new TempleException(ErrorCode.PACKAGE_TOO_LARGE, "%s would take %d bytes.".formatted(ref, bytes));
        }
        var ranges = new ArrayList<Range>();
        long at = 0;
        file.truncate(0);
        for (var segment : plan.path("segments")) {
            long inline = segment.path("inline").asLong(0);
            if (inline > 0) {
                requireRoom(at, inline, bytes);
                copy(data, inline, file, at);
                at += inline;
            } else {
                at = add(segment, at, bytes, ranges);
            }
        }
        if (at != bytes) {
            throw ServerRemote.nonsense(null);
        }
        var state = ServerRemote.sane(() -> Sha256.parse(plan.path("state").asString("")));
        return new Begun(state, bytes, ranges);
    }

    private static void requireRoom(long at, long length, long bytes) {
        if (length < 0 || length > bytes - at) {
            throw ServerRemote.nonsense(null);
        }
    }

    private static long add(JsonNode segment, long at, long bytes, List<Range> ranges) {
        var pack = segment.path("pack").asString("");
        long offset = segment.path("offset").asLong(-1);
        long length = segment.path("length").asLong(-1);
        if (!ID.matcher(pack).matches() || offset < 0 || length < 1) {
            throw ServerRemote.nonsense(null);
        }
        requireRoom(at, length, bytes);
        for (long done = 0; done < length; done += RANGE_BYTES) {
            ranges.add(new Range(pack, offset + done, (int) Math.min(RANGE_BYTES, length - done), at + done));
        }
        return at + length;
    }

    private static void copy(InputStream in, long length, FileChannel file, long at) throws IOException {
        var buffer = new byte[1 << 16];
        for (long done = 0; done < length; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, length - done));
            if (read < 0) {
                throw new IOException("the answer ended too early");
            }
            write(file, ByteBuffer.wrap(buffer, 0, read), at + done);
            done += read;
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long to = at;
        while (bytes.hasRemaining()) {
            to += file.write(bytes, to);
        }
    }

    private void load(Begun begun, FileChannel file) {
        var parts = new ArrayList<Callable<Integer>>();
        for (var range : begun.ranges()) {
            parts.add(() -> load(range, file));
        }
        ServerTransfer.run(parts, progress, "Fetching", begun.bytes(), "fetch");
    }

    private int load(Range range, FileChannel file) throws IOException {
        var bytes = client.bytes(
                Request.get(path + "/packs/" + range.pack(), Map.of())
                        .with("Range", "bytes=%d-%d".formatted(range.from(), range.from() + range.length() - 1)),
                range.length());
        if (bytes.length != range.length()) {
            throw ServerRemote.nonsense(null);
        }
        write(file, ByteBuffer.wrap(bytes), range.at());
        return bytes.length;
    }
}
