package dev.templedb.temple.deployments;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of secrets while a deployment needs them.
record OpenedSecrets(Map<String, byte[]> values) implements AutoCloseable {
    /// What Linux lets one variable hold, with its name.
    private static final int MOST_BYTES = 128 * 1024 - 1024;

    static OpenedSecrets of(DeploymentRequest request) {
        return new OpenedSecrets(request.secrets().open(request.slug()));
    }

    Collection<byte[]> all() {
        return values.values();
    }

    /// Adds them to the variables of a process.
    ///
    /// @return the names of those that no variable can hold, and that were left out
    List<String> putInto(Map<String, String> environment) {
        var leftOut = new ArrayList<String>();
        values.forEach((name, value) -> text(value).ifPresentOrElse(text -> environment.put(name, text), () -> {
            // Not the user's own variable of that name either.
            environment.remove(name);
            leftOut.add(name);
        }));
        return leftOut;
    }

    private static Optional<String> text(byte[] value) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString())
                    .filter(text -> value.length <= MOST_BYTES && text.indexOf('\0') < 0);
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        values.values().forEach(value -> Arrays.fill(value, (byte) 0));
    }
}
