package dev.templedb.temple.deployments;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/// The values of secrets while a deployment needs them.
record OpenedSecrets(Map<String, byte[]> values) implements AutoCloseable {
    static OpenedSecrets of(DeploymentRequest request) {
        return new OpenedSecrets(request.secrets().open(request.slug()));
    }

    Collection<byte[]> all() {
        return values.values();
    }

    /// Adds them to the variables of a process.
    ///
    /// @throws TempleException with `TARGET_INVALID` for one that no variable can hold
    void putInto(Map<String, String> environment) {
        values.forEach((name, value) -> environment.put(name, text(name, value)));
    }

    private static String text(String name, byte[] value) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException noText) {
            // The message below says it.
        }
        throw new TempleException(
                ErrorCode.TARGET_INVALID,
                "The secret %s is no text, so no variable of a script can hold it.".formatted(Printable.text(name)));
    }

    @Override
    public void close() {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    }
}
