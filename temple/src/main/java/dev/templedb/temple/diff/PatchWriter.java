package dev.templedb.temple.diff;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.Treatment;
import dev.templedb.temple.history.FilePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;

/// Writes differences as patches in git's form, which `git apply` takes: modes, renames, links, submodules, missing
/// line
/// ends, and binary files as literals.
///
/// A file of more than 32 MiB is named and not written out. Used by one thread.
public final class PatchWriter {
    private static final int MOST_BYTES = 32 << 20;
    private static final int LOOKED_AT_BYTES = 8000;
    private static final int SHORT_ID = 10;
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int SUBMODULE = 0160000;
    private static final String NOTHING = "0".repeat(2 * GitId.BYTES);

    private final ObjectSource contents;
    private final AttributeRules attributes;
    private final int context;

    /// A writer of patches with `context` lines around each change.
    public PatchWriter(ObjectSource contents, AttributeRules attributes, int context) {
        this.contents = contents;
        this.attributes = attributes;
        this.context = context;
    }

    /// How many lines a file's difference adds and removes.
    ///
    /// @param isBinary whether that has no meaning; then both are 0
    public record Lines(FileDifference file, int added, int removed, boolean isBinary) {}

    /// Counts lines.
    public Lines count(FileDifference file) {
        var sides = sides(file);
        if (sides.isBinary()) {
            return new Lines(file, 0, 0, true);
        }
        int added = 0;
        int removed = 0;
        for (var edit : edits(sides)) {
            added += edit.getLengthB();
            removed += edit.getLengthA();
        }
        return new Lines(file, added, removed, false);
    }

    /// Writes the patch of one file.
    public void write(FileDifference file, OutputStream out) throws IOException {
        if (file.kind() == FileDifference.Kind.TYPE_CHANGED) {
            write(FileDifference.at(file.path(), file.oldMode(), file.oldBlob(), 0, Optional.empty()), out);
            write(FileDifference.at(file.path(), 0, Optional.empty(), file.newMode(), file.newBlob()), out);
            return;
        }
        var oldName = name("a/", file.oldPath().orElse(file.path()));
        var newName = name("b/", file.path());
        print(out, "diff --git " + oldName + " " + newName + "\n");
        writeModes(file, out);
        if (!file.isContentChanged()) {
            return;
        }
        var sides = sides(file);
        writeIndex(file, sides.isBinary() && !sides.isTooLong(), out);
        var from = file.oldMode() == 0 ? "/dev/null" : oldName;
        var to = file.newMode() == 0 ? "/dev/null" : newName;
        if (sides.isTooLong()) {
            print(out, "Binary files " + from + " and " + to + " differ\n");
        } else if (sides.isBinary()) {
            print(out, "GIT binary patch\n");
            BinaryLiteral.write(sides.after(), out);
            BinaryLiteral.write(sides.before(), out);
        } else {
            var edits = edits(sides);
            if (!edits.isEmpty()) {
                print(out, "--- " + ended(from) + "\n+++ " + ended(to) + "\n");
                writeHunks(sides, edits, out);
            }
        }
    }

    /// A name with a space in it is followed by a tab, so that its end is plain.
    private static String ended(String name) {
        return name.indexOf(' ') >= 0 && !name.startsWith("\"") ? name + "\t" : name;
    }

    private static void writeModes(FileDifference file, OutputStream out) throws IOException {
        if (file.oldMode() == 0) {
            print(out, "new file mode %06o\n".formatted(file.newMode()));
        } else if (file.newMode() == 0) {
            print(out, "deleted file mode %06o\n".formatted(file.oldMode()));
        } else if (file.oldMode() != file.newMode()) {
            print(out, "old mode %06o\nnew mode %06o\n".formatted(file.oldMode(), file.newMode()));
        }
        if (file.kind() == FileDifference.Kind.RENAMED) {
            print(
                    out,
                    "similarity index %d%%\nrename from %s\nrename to %s\n"
                            .formatted(
                                    file.similarity(), name("", file.oldPath().orElseThrow()), name("", file.path())));
        }
    }

    private static void writeIndex(FileDifference file, boolean whole, OutputStream out) throws IOException {
        int digits = whole ? 2 * GitId.BYTES : SHORT_ID;
        var before = file.oldBlob().map(GitId::hex).orElse(NOTHING).substring(0, digits);
        var after = file.newBlob().map(GitId::hex).orElse(NOTHING).substring(0, digits);
        var mode = file.oldMode() == file.newMode() ? " %06o".formatted(file.newMode()) : "";
        print(out, "index " + before + ".." + after + mode + "\n");
    }

    private void writeHunks(Sides sides, EditList edits, OutputStream out) throws IOException {
        try (var formatter = new DiffFormatter(out)) {
            formatter.setContext(context);
            formatter.format(edits, new RawText(sides.before()), new RawText(sides.after()));
            formatter.flush();
        }
    }

    private record Sides(byte[] before, byte[] after, boolean isBinary, boolean isTooLong) {}

    private Sides sides(FileDifference file) {
        var before = content(file.oldMode(), file.oldBlob());
        var after = content(file.newMode(), file.newBlob());
        return before.isEmpty() || after.isEmpty()
                ? new Sides(new byte[0], new byte[0], true, true)
                : new Sides(before.get(), after.get(), isBinary(file, before.get(), after.get()), false);
    }

    /// Whether one of the sides is, each by its own path and kind.
    private boolean isBinary(FileDifference file, byte[] before, byte[] after) {
        return isBinary(file.oldPath().orElse(file.path()), file.oldMode(), before)
                || isBinary(file.path(), file.newMode(), after);
    }

    private boolean isBinary(FilePath path, int mode, byte[] content) {
        var comparison = (mode & TYPE) == FILE
                ? attributes
                        .treatment(new String(path.bytes(), StandardCharsets.ISO_8859_1))
                        .comparison()
                : Treatment.Comparison.GUESSED;
        return switch (comparison) {
            case LINES -> false;
            case WHOLE -> true;
            case GUESSED -> isBinary(content);
        };
    }

    private Optional<byte[]> content(int mode, Optional<GitId> blob) {
        if (mode == 0 || blob.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        if ((mode & TYPE) == SUBMODULE) {
            return Optional.of(("Subproject commit " + blob.get().hex() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return contents.readBlob(blob.get(), MOST_BYTES);
    }

    private EditList edits(Sides sides) {
        var before = new RawText(sides.before());
        var after = new RawText(sides.after());
        return context == 0 ? TextDiff.withoutContext(before, after) : TextDiff.of(before, after);
    }

    /// As git decides it: a NUL among the first bytes.
    static boolean isBinary(byte[] content) {
        for (int i = 0; i < Math.min(content.length, LOOKED_AT_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// A name as git writes it: in quotes and with escapes when it holds other than plain characters.
    private static String name(String prefix, FilePath path) {
        var bytes = path.bytes();
        var quoted = new StringBuilder("\"").append(prefix);
        boolean plain = true;
        for (byte b : bytes) {
            plain &= b >= 0x20 && b < 0x7f && b != '"' && b != '\\';
            switch (b) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        quoted.append((char) b);
                    } else {
                        quoted.append("\\%03o".formatted(b & 0xff));
                    }
                }
            }
        }
        return plain
                ? prefix + new String(bytes, StandardCharsets.US_ASCII)
                : quoted.append('"').toString();
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
