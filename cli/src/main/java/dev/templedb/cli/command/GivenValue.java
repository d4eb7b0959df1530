package dev.templedb.cli.command;

import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A value that is not on the command line: from standard input, from a prompt, or from a file.
public final class GivenValue {
    private static final int MOST_BYTES = 1 << 20;

    private GivenValue() {}

    /// What standard input holds, or what a person types without seeing it. The caller wipes it.
    ///
    /// One line loses its line end, which `echo` adds and nobody means; what has several lines, such as a key,
    /// stays
    /// as it is.
    ///
    /// @param question for a person
    /// @param exact    keep every byte
    public static byte[] hidden(Terminal terminal, String question, boolean exact) {
        if (terminal.canAsk()) {
            return terminal.askHidden(question);
        }
        var bytes = terminal.readInput(MOST_BYTES);
        int length = exact ? bytes.length : withoutLineEnd(bytes);
        if (length == bytes.length) {
            return bytes;
        }
        var line = Arrays.copyOf(bytes, length);
        Arrays.fill(bytes, (byte) 0);
        return line;
    }

    private static int withoutLineEnd(byte[] bytes) {
        int end = bytes.length;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                boolean isLast = i == end - 1;
                return isLast ? i > 0 && bytes[i - 1] == '\r' ? i - 1 : i : end;
            }
        }
        return end;
    }

    /// The text of a file, or of standard input for `-`.
    ///
    /// @throws TempleException with `SOURCE_NOT_FOUND` or `USAGE`
    public static String text(Terminal terminal, String file) {
        try {
            var bytes = file.equals("-") ? terminal.readInput(MOST_BYTES) : Files.readAllBytes(Path.of(file));
            return text(bytes);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND, "The file %s cannot be read.".formatted(Printable.text(file)), e);
        }
    }

    /// `bytes` as UTF-8.
    ///
    /// @throws TempleException with `USAGE` when they are not
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new TempleException(ErrorCode.USAGE, "What was given is not text in UTF-8.", notText);
        }
    }
}
