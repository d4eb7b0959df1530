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
import java.util.Arrays;
import java.util.Optional;

/// Takes a push that comes whole in one request: 4 bytes length (the highest first), the JSON of a commit, the package.
final class SmallPush {
    private static final int MOST_JSON = 64 << 10;

    private final Pushes pushes;
    private final ObjectMapper mapper;
    private final TransferConfig config;

    SmallPush(Pushes pushes, ObjectMapper mapper, TransferConfig config) {
        this.pushes = pushes;
        this.mapper = mapper;
        this.config = config;
    }

    /// Takes what `content` has; reads no more than a small push may have.
    Pushes.Pushed push(Caller caller, ProjectAddress address, InputStream content) throws IOException {
        var body = content.readNBytes(4 + MOST_JSON + config.smallBytes() + 1);
        var given = given(body);
        pushes.requirePermission(
                caller, address, given.map(PushCommitJson::create).orElse(null));
        return push(caller, address, given.orElseThrow(SmallPush::malformed), body);
    }

    private static TempleException malformed() {
        return Given.invalid("The body has the form: 4 bytes length, a JSON object of a commit, the package.");
    }

    /// The JSON that stands before the package; empty for a body of another form.
    private Optional<PushCommitJson> given(byte[] body) {
        int length = body.length < 4 ? -1 : ByteBuffer.wrap(body).getInt();
        if (length < 2 || length > MOST_JSON || length > body.length - 4) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(mapper.readValue(body, 4, length, PushCommitJson.class));
        } catch (IOException wrong) {
            return Optional.empty();
        }
    }

    private Pushes.Pushed push(Caller caller, ProjectAddress address, PushCommitJson given, byte[] body) {
        int length = ByteBuffer.wrap(body).getInt();
        if (body.length - 4 - length > config.smallBytes()) {
            throw new TempleException(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "A push in one request has %d bytes at most.".formatted(config.smallBytes()));
        }
        var request = Wire.push(given.expected(), given.state(), given.create(), given.version());
        try {
            var file = Files.createTempFile(config.scratch(), "small-", ".cathedral");
            try {
                Files.write(file, Arrays.copyOfRange(body, 4 + length, body.length));
                return pushes.push(caller, address, request, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw StorageErrors.file("The server's scratch space cannot be written", failure);
        }
    }
}
