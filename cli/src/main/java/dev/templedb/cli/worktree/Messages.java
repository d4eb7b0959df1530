package dev.templedb.cli.worktree;

import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the message of a commit or tag comes from: the command line, a file, or the user's editor.
final class Messages {
    private final Terminal terminal;
    private final Identity identity;

    Messages(Terminal terminal, Identity identity) {
        this.terminal = terminal;
        this.identity = identity;
    }

    /// What `-m` or `-F` say.
    ///
    /// @param texts each is a paragraph
    /// @param file  `-` is standard input
    Optional<String> given(String[] texts, @Nullable String file) {
        if (texts.length > 0 && file != null) {
            throw new TempleException(ErrorCode.USAGE, "A message comes from -m or from -F, not from both.");
        }
        if (texts.length > 0) {
            return Optional.of(String.join("\n\n", texts));
        }
        return file == null
                ? Optional.empty()
                : Optional.of(file.equals("-") ? terminal.readAll() : read(Path.of(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The message in %s cannot be read.".formatted(Printable.text(file.toString())),
                    unreadable);
        }
    }

    /// Lets a person who sits at the terminal write the message. Lines that begin with `#` are not part of it.
    ///
    /// @param begun what stands in the editor at first
    Optional<String> edited(String begun) {
        var editor = identity.editor();
        if (!terminal.isInteractive() || editor.isEmpty()) {
            return Optional.empty();
        }
        try {
            var file = Files.createTempFile("templedb-message-", ".txt");
            try {
                Files.writeString(
                        file, begun + "\n# Lines that begin with # are left out. An empty message gives up.\n");
                // The editor is a command of the user's shell, as with git.
                var process = new ProcessBuilder("sh", "-c", editor.get() + " \"$1\"", "sh", file.toString())
                        .inheritIO()
                        .start();
                if (process.waitFor() != 0) {
                    throw new TempleException(
                            ErrorCode.MESSAGE_MISSING, "The editor ended with an error, so nothing was committed.");
                }
                return Optional.of(Files.readString(file, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .collect(Collectors.joining("\n")));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new TempleException(ErrorCode.MESSAGE_MISSING, "The editor cannot be started.", broken);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }
}
