package dev.templedb.cathedral.program;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A password that comes on standard input: never on a command line, where others see it.
final class PasswordInput {
    private static final int MOST_BYTES = 4096;

    private PasswordInput() {}

    /// The first line.
    ///
    /// @throws TempleException with `PASSWORD_WEAK` when there is none
    static String read(InputStream in) {
        try {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            String password = text.lines().findFirst().orElse("");
            if (password.isEmpty()) {
                throw new TempleException(ErrorCode.PASSWORD_WEAK, "There is no password on standard input.");
            }
            return password;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
