package dev.templedb.cathedral.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.api.PushCommitJson;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Takes a push that comes whole in one request: 4 bytes length (the highest first), the JSON of a commit, the package.
///
/// Nothing is read of somebody who may push nothing there; the JSON alone is in memory, and the package goes to a file.
final class SmallPush {
    private static final int MOST_JSON = 64 << 10;
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_OF_ONE_USER = 16;

    private final Pushes pushes;
    private final ObjectMapper mapper;
    private final TransferConfig config;
    private final SmallBodies bodies = new SmallBodies(MOST_AT_ONCE, MOST_OF_ONE_USER);

    SmallPush(Pushes pushes, ObjectMapper mapper, TransferConfig config) {
        this.pushes = pushes;
        this.mapper = mapper;
        this.config = config;
    }

    /// Takes what `content` has; reads no more than a small push may have.
    Pushes.Pushed push(Caller caller, ProjectAddress address, InputStream content) throws IOException {
        pushes.requireCaller(caller, address);
        try (var _ = bodies.take(caller.signedIn().user())) {
            var given = given(content);
            pushes.requirePermission(
                    caller, address, given.map(PushCommitJson::create).orElse(null));
            return push(caller, address, given.orElseThrow(SmallPush::malformed), content);
        }
    }

    private static TempleException malformed() {
        return Given.invalid("The body has the form: 4 bytes length, a JSON object of a commit, the package.");
    }

    /// The JSON that stands before the package; empty for a body of another form.
    private Optional<PushCommitJson> given(InputStream content) throws IOException {
        var start = content.readNBytes(4);
        int length = start.length < 4 ? -1 : ByteBuffer.wrap(start).getInt();
        if (length < 2 || length > MOST_JSON) {
            return Optional.empty();
        }
        var json = content.readNBytes(length);
        if (json.length < length) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(mapper.readValue(json, PushCommitJson.class));
        } catch (IOException wrong) {
            return Optional.empty();
        }
    }

    private Pushes.Pushed push(Caller caller, ProjectAddress address, PushCommitJson given, InputStream content) {
        try {
            var file = Files.createTempFile(config.scratch(), "small-", ".cathedral");
            try {
                copy(content, file);
                var request = Wire.push(given);
                return pushes.push(caller, address, request, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw StorageErrors.file("The server's scratch space cannot be written", failure);
        }
    }

    private void copy(InputStream content, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[1 << 13];
            int left = config.smallBytes();
            for (int count = read(content, buffer); count >= 0; count = read(content, buffer)) {
                left -= count;
                if (left < 0) {
                    throw new TempleException(
                            ErrorCode.REQUEST_TOO_LARGE,
                            "A push in one request has %d bytes at most.".formatted(config.smallBytes()));
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException cut) {
            throw new TempleException(ErrorCode.UPLOAD_PART_DIFFERS, "The package was cut off.", cut);
        }
    }
}
