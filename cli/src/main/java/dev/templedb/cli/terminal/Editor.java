package dev.templedb.cli.terminal;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The editor that a person works with.
///
/// @param command what `VISUAL` or `EDITOR` says, a command of the shell; empty when they say nothing
public record Editor(Optional<String> command) {
    /// Lets the person change `text` in a file called `name`, and returns what they made of it.
    ///
    /// @throws TempleException with `USAGE` when there is no editor or it fails
    public String edit(String text, String name) {
        var program = command.orElseThrow(() -> new TempleException(
                ErrorCode.USAGE, "No editor is known: set EDITOR, or name a file; - reads standard input."));
        try {
            var directory = Files.createTempDirectory("templedb-edit");
            var file = directory.resolve(name);
            try {
                Files.writeString(file, text);
                int code = new ProcessBuilder(List.of("sh", "-c", program + " \"$1\"", "sh", file.toString()))
                        .inheritIO()
                        .start()
                        .waitFor();
                if (code != 0) {
                    throw new TempleException(
                            ErrorCode.USAGE,
                            "The editor %s ended with exit code %d; nothing was changed."
                                    .formatted(Printable.text(program), code));
                }
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (CharacterCodingException noText) {
            throw new TempleException(ErrorCode.USAGE, "What was written is not text in UTF-8.", noText);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The editor was interrupted.", e);
        }
    }
}
