package dev.templedb.cli.terminal;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a small text file for a person.
public final class NewFile {
    private NewFile() {}

    /// Writes `text` to `target`.
    ///
    /// @param overwrite whether a file that is there is replaced
    /// @throws TempleException with `TARGET_NOT_EMPTY` or `TARGET_UNWRITABLE`
    public static void write(Path target, String text, boolean overwrite) {
        try {
            if (overwrite) {
                Files.writeString(target, text);
            } else {
                Files.writeString(target, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException there) {
            throw new TempleException(
                    ErrorCode.TARGET_NOT_EMPTY,
                    "There is a file %s already; --overwrite replaces it.".formatted(Printable.text(target.toString())),
                    there);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The file %s cannot be written.".formatted(Printable.text(target.toString())),
                    e);
        }
    }
}
