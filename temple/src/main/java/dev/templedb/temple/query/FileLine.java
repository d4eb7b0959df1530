package dev.templedb.temple.query;

import dev.templedb.analysis.FileFacts;
import dev.templedb.temple.history.ListedFile;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file as plain texts and numbers, to be printed. What its content says is null where nobody has looked.
///
/// @param path     between double quotes with escapes when it is not UTF-8; not safe to print as it is
/// @param mode     six octal digits, such as `100644`
/// @param kind     `file`, `executable`, `symlink` or `submodule`
/// @param blob     git id of its content
public record FileLine(
        String path,
        String mode,
        String kind,
        String blob,
        long bytes,
        @Nullable String type,
        @Nullable String language,
        @Nullable Boolean binary,
        @Nullable Long lines,
        @Nullable Long codeLines,
        @Nullable Long commentLines,
        @Nullable Long blankLines,
        @Nullable Long complexity) {
    /// The file as it is printed.
    public static FileLine of(ListedFile file) {
        Optional<FileFacts> facts = file.facts();
        return new FileLine(
                file.path().spelled(),
                mode(file.mode()),
                kind(file.mode()),
                file.blob().toString(),
                file.bytes(),
                facts.map(FileFacts::type).orElse(null),
                facts.map(FileFacts::language).orElse(null),
                facts.map(FileFacts::binary).orElse(null),
                facts.map(FileFacts::lines).orElse(null),
                facts.map(FileFacts::codeLines).orElse(null),
                facts.map(FileFacts::commentLines).orElse(null),
                facts.map(FileFacts::blankLines).orElse(null),
                facts.map(FileFacts::complexity).orElse(null));
    }

    /// A mode as six octal digits.
    public static String mode(int mode) {
        String octal = Integer.toOctalString(mode);
        return "0".repeat(Math.max(0, 6 - octal.length())) + octal;
    }

    private static String kind(int mode) {
        return switch (mode & 0170000) {
            case 0120000 -> "symlink";
            case 0160000 -> "submodule";
            default -> (mode & 0111) == 0 ? "file" : "executable";
        };
    }
}
