package dev.templedb.temple.attributes;

import dev.templedb.core.GitId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a commit has, or would have, of a file. Immutable.
///
/// @param id      what the commit calls it
/// @param bytes   its length there
/// @param applied what must happen to the file to make it so ([Conversion#toCommit])
public record CommitContent(GitId id, long bytes, Conversion applied) {
    private static final int BUFFER_BYTES = 1 << 16;

    /// The file had another length than the one that it was said to have.
    public static final class FileChanged extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// A file as it is.
    ///
    /// @param bytes its length
    /// @throws FileChanged when it has another one
    public static CommitContent exact(long bytes, Conversion.Content file) throws IOException {
        try (var in = file.open()) {
            return new CommitContent(hash(in, bytes), bytes, Conversion.NONE);
        }
    }

    /// A file as the next commit takes it. Reads it once, and once more when something is converted.
    ///
    /// @param bytes   its length
    /// @param before  the content that it would replace, which decides for those whose line ends are guessed: one
    /// that
    ///                has CR LF keeps it
    /// @param hasCrlf whether a content is text with CR LF; asked only when the file differs from `before` either
    /// way
    /// @throws FileChanged when it has another length
    public static CommitContent of(
            Conversion conversion,
            long bytes,
            Conversion.Content file,
            Optional<GitId> before,
            Predicate<GitId> hasCrlf)
            throws IOException {
        if (conversion.isNone()) {
            return exact(bytes, file);
        }
        var counts = new TextCounts();
        GitId exactId;
        try (var in = file.open()) {
            exactId = hash(in, bytes, counts);
        }
        var lineEnds = conversion.lineEnds();
        boolean hasIdent = conversion.hasIdent();
        var kept = hasIdent
                ? converted(new Conversion(LineEnds.KEEP, true), bytes, file, -1)
                : new CommitContent(exactId, bytes, Conversion.NONE);
        if (!lineEnds.drops(counts)
                || lineEnds.isGuessed() && before.filter(kept.id()::equals).isPresent()) {
            return kept;
        }
        var dropped = converted(
                new Conversion(LineEnds.TEXT_LF, hasIdent), bytes, file, hasIdent ? -1 : bytes - counts.crlf());
        if (lineEnds.isGuessed()
                && before.filter(id -> !id.equals(dropped.id())).filter(hasCrlf).isPresent()) {
            return kept;
        }
        return dropped;
    }

    /// @param converted the length that it will have; negative when it must be found out
    private static CommitContent converted(Conversion applied, long bytes, Conversion.Content file, long converted)
            throws IOException {
        long length = converted;
        if (length < 0) {
            try (var in = applied.toCommit(bytes, file)) {
                length = in.transferTo(OutputStream.nullOutputStream());
            }
        }
        try (var in = applied.toCommit(bytes, file)) {
            return new CommitContent(hash(in, length), length, applied);
        }
    }

    /// Whether a content is text that has CR LF.
    public static boolean hasCrlf(InputStream content) throws IOException {
        var counts = TextCounts.of(content);
        return counts.hasCrlf() && !counts.isBinary();
    }

    private static GitId hash(InputStream in, long bytes) throws IOException {
        return hash(in, bytes, null);
    }

    private static GitId hash(InputStream in, long bytes, @Nullable TextCounts counts) throws IOException {
        var sha1 = blobDigest(bytes);
        var buffer = new byte[(int) Math.clamp(bytes + 1, 1, BUFFER_BYTES)];
        long left = bytes;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha1.update(buffer, 0, n);
            if (counts != null) {
                counts.add(buffer, n);
            }
            left -= n;
        }
        if (left != 0) {
            throw new FileChanged();
        }
        if (counts != null) {
            counts.end();
        }
        return GitId.ofBytes(sha1.digest());
    }

    /// A digest that has what git hashes before the bytes of a blob.
    ///
    /// @param bytes how many these are
    public static MessageDigest blobDigest(long bytes) {
        var sha1 = GitId.newDigest();
        sha1.update(("blob " + bytes + "\0").getBytes(StandardCharsets.US_ASCII));
        return sha1;
    }

    /// The bytes that a commit has of `file`.
    public InputStream open(Conversion.Content file, long fileBytes) throws IOException {
        return applied.isNone() ? file.open() : applied.toCommit(fileBytes, file);
    }
}
