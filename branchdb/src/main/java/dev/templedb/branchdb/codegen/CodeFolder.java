package dev.templedb.branchdb.codegen;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.Existing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Puts generated files into a folder that may have other files, which are left alone: a file is ours when its first
/// line says so.
public final class CodeFolder {
    private static final Pattern FIRST_LINE =
            Pattern.compile("(//|#) " + CodeGenerator.MARK + "[0-9a-f]{64}\\..*", Pattern.DOTALL);
    private static final int BYTES_OF_FIRST_LINE = 200;

    private CodeFolder() {}

    /// What became of the files.
    ///
    /// @param written   those that are new or different
    /// @param unchanged those that were there as they should be, and were not touched
    /// @param removed   those that had been made for what the schema does not have any more
    public record Outcome(List<String> written, List<String> unchanged, List<String> removed) {}

    /// Writes `files` into `folder`, which is made when it is missing. Every file appears whole or not at all.
    ///
    /// @param files of one language, at least one
    /// @throws TempleException with `CODEGEN_FILE_FOREIGN` when one of the names belongs to something that was not
    ///         made here, and nothing is written then; `TARGET_UNWRITABLE`; `DISK_FULL`
    public static Outcome write(Path folder, List<GeneratedFile> files) {
        try {
            Files.createDirectories(folder);
            for (var file : files) {
                requireOurs(folder.resolve(file.name()));
            }
            var written = new ArrayList<String>();
            var unchanged = new ArrayList<String>();
            for (var file : files) {
                (write(folder.resolve(file.name()), file.text()) ? written : unchanged).add(file.name());
            }
            return new Outcome(List.copyOf(written), List.copyOf(unchanged), removeOld(folder, files));
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The folder %s cannot be written: %s.".formatted(Printable.text(folder.toString()), e),
                    e);
        }
    }

    private static void requireOurs(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isOurs(path)) {
            throw new TempleException(
                    ErrorCode.CODEGEN_FILE_FOREIGN,
                    "The file %s was not made from a schema, and is not replaced."
                            .formatted(Printable.text(path.toString())));
        }
    }

    private static boolean isOurs(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var in = Files.newInputStream(path)) {
            var start = new String(in.readNBytes(BYTES_OF_FIRST_LINE), StandardCharsets.UTF_8);
            return FIRST_LINE.matcher(start).matches();
        }
    }

    private static boolean write(Path target, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (Files.exists(target) && Arrays.equals(content, Files.readAllBytes(target))) {
            return false;
        }
        try (var out = AtomicFile.begin(target, Existing.REPLACE)) {
            for (var left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                out.channel().write(left);
            }
            out.commit();
        }
        return true;
    }

    /// Only files of the same language, made here, that are not made any more.
    private static List<String> removeOld(Path folder, List<GeneratedFile> files) throws IOException {
        var names = files.stream().map(GeneratedFile::name).collect(Collectors.toSet());
        String first = files.getFirst().name();
        String end = first.substring(first.lastIndexOf('.'));
        var removed = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(folder, "*" + end)) {
            for (var entry : entries) {
                String name = entry.getFileName().toString();
                if (!names.contains(name) && isOurs(entry)) {
                    Files.delete(entry);
                    removed.add(name);
                }
            }
        }
        return removed.stream().sorted().toList();
    }
}
