package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.attributes.Conversion;
import dev.templedb.temple.objects.StoredObjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the files of a checked-out directory, as they are and as commits have them. Thread-safe.
final class WorkFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path root;
    private final AttributeRules rules;
    private final Contents contents;

    /// Where the contents are that commits have and will have.
    interface Contents {
        /// Asks `question` of them.
        boolean ask(Predicate<ObjectSource> question);
    }

    /// Files of `root`.
    ///
    /// @param rules what becomes of them in commits
    WorkFiles(Path root, AttributeRules rules, Contents contents) {
        this.root = root;
        this.rules = rules;
        this.contents = contents;
    }

    /// The files of a checked-out directory, by the attributes that lie there now. Not to be used for the first
    /// time
    /// inside a transaction; [#prepare] lifts that for [#as] and [#exact].
    static WorkFiles of(Temple temple, Checkout checkout, TrackedFiles tracked) {
        return new WorkFiles(
                checkout.directory(),
                NextAttributes.ofDirectory(temple, checkout, tracked),
                question -> temple.file().read(tx -> {
                    try (var objects = new StoredObjects(tx)) {
                        return question.test(WorkWriter.contents(tx, objects, checkout));
                    }
                }));
    }

    /// Reads what is read of the temple.
    WorkFiles prepare() {
        rules.prepare();
        return this;
    }

    AttributeRules rules() {
        return rules;
    }

    Path root() {
        return root;
    }

    Path path(String raw) {
        return RawPath.resolve(root, raw);
    }

    /// Looks at a file or directory; null when there is none. What lies behind a symbolic link is none of the
    /// directory's.
    @Nullable
    FileStat stat(String raw) {
        try {
            for (int slash = raw.indexOf('/'); slash > 0; slash = raw.indexOf('/', slash + 1)) {
                var above = FileStat.of(path(raw.substring(0, slash)));
                if (above == null || !above.isDirectory()) {
                    return null;
                }
            }
            return FileStat.of(path(raw));
        } catch (IOException unreadable) {
            throw unreadable(raw, unreadable);
        }
    }

    /// Looks at a file or directory whose directories were looked at before; null when there is none.
    @Nullable
    FileStat statOnly(String raw) {
        try {
            return FileStat.of(path(raw));
        } catch (IOException unreadable) {
            throw unreadable(raw, unreadable);
        }
    }

    /// Whether a directory and those in it hold nothing but such files.
    boolean holdsOnly(String directory, Predicate<String> files) {
        try (var entries = Files.newDirectoryStream(path(directory))) {
            for (var entry : entries) {
                var raw = directory + "/" + RawPath.lastName(entry);
                var isSuch =
                        Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) ? holdsOnly(raw, files) : files.test(raw);
                if (!isSuch) {
                    return false;
                }
            }
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /// What the next commit would have of a file: its bytes with the line ends that commits have, or where a link
    /// leads.
    ///
    /// @param before what the next commit has of it already
    /// @throws TempleException with `CHANGED_WHILE_READING`
    CommitContent content(String raw, FileStat stat, @Nullable GitId before) {
        return content(raw, stat, before, conversionOf(raw, stat), this::hasCrlf);
    }

    private boolean hasCrlf(GitId blob) {
        return ask(source -> {
            try (var in = source.openBlob(blob)) {
                return CommitContent.hasCrlf(in);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
    }

    private CommitContent content(
            String raw, FileStat stat, @Nullable GitId before, Conversion conversion, Predicate<GitId> decides) {
        try {
            return stat.kind() == FileMode.SYMLINK
                    ? CommitContent.exact(stat.bytes(), () -> open(raw, true))
                    : CommitContent.of(
                            conversion, stat.bytes(), () -> open(raw, false), Optional.ofNullable(before), decides);
        } catch (CommitContent.FileChanged changed) {
            throw changed(raw);
        } catch (IOException unreadable) {
            throw unreadable(raw, unreadable);
        }
    }

    /// What happens to a file between the disk and commits.
    Conversion conversion(String raw) {
        return rules.conversion(raw);
    }

    /// A file as `blob`, when a commit could have it so.
    Optional<CommitContent> as(String raw, FileStat stat, GitId blob) {
        return as(raw, stat, blob, conversionOf(raw, stat));
    }

    private Optional<CommitContent> as(String raw, FileStat stat, GitId blob, Conversion conversion) {
        return Optional.of(content(raw, stat, blob, conversion, other -> true))
                .filter(content -> content.id().equals(blob));
    }

    /// Whether a file is what stood for `blob` on the disk while `conversion` was what happened to it.
    boolean was(String raw, FileStat stat, GitId blob, Conversion conversion) {
        var then = stat.kind() == FileMode.SYMLINK ? Conversion.NONE : conversion;
        return as(raw, stat, blob, then).isPresent() || isAsWritten(raw, blob, then);
    }

    private Conversion conversionOf(String raw, FileStat stat) {
        return stat.kind() == FileMode.SYMLINK ? Conversion.NONE : rules.conversion(raw);
    }

    /// Whether a file has the bytes that are written where `blob` is checked out. That may be so of a file that a
    /// commit
    /// would have otherwise: nobody has changed it, though what was committed has not the line ends that it should
    /// have.
    boolean isAsWritten(String raw, FileStat stat, GitId blob) {
        return isAsWritten(raw, blob, conversionOf(raw, stat));
    }

    private boolean isAsWritten(String raw, GitId blob, Conversion conversion) {
        return !conversion.isNone()
                && ask(source -> {
                    try (var file = open(raw, false);
                            var written =
                                    conversion.toWorkTree(blob, source.blobBytes(blob), () -> source.openBlob(blob))) {
                        return isSame(file, written);
                    } catch (IOException unreadable) {
                        throw unreadable(raw, unreadable);
                    }
                });
    }

    /// No, where a content is lost: what a file is must be found out then, too.
    private boolean ask(Predicate<ObjectSource> question) {
        try {
            return contents.ask(question);
        } catch (TempleException lost) {
            if (lost.code().kind() != ErrorCode.Kind.CORRUPT) {
                throw lost;
            }
            return false;
        }
    }

    private static boolean isSame(InputStream one, InputStream other) throws IOException {
        var bytes = new byte[BUFFER_BYTES];
        var others = new byte[BUFFER_BYTES];
        while (true) {
            int count = one.readNBytes(bytes, 0, BUFFER_BYTES);
            int otherCount = other.readNBytes(others, 0, BUFFER_BYTES);
            if (!Arrays.equals(bytes, 0, count, others, 0, otherCount)) {
                return false;
            }
            if (count == 0) {
                return true;
            }
        }
    }

    /// A file byte for byte.
    ///
    /// @throws TempleException with `CHANGED_WHILE_READING`
    CommitContent exact(String raw, FileStat stat) {
        return content(raw, stat, null, Conversion.NONE, this::hasCrlf);
    }

    /// The bytes that a commit has of a file, as it was found.
    InputStream open(String raw, FileStat stat, CommitContent content) throws IOException {
        return content.open(() -> open(raw, stat.kind() == FileMode.SYMLINK), stat.bytes());
    }

    /// The bytes of a file, or where a link leads.
    private InputStream open(String raw, boolean isLink) throws IOException {
        var path = path(raw);
        return isLink
                ? new ByteArrayInputStream(linkTarget(path))
                : Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Java's paths have no double slashes and none at the end, so a target that may have been changed is asked for
    /// otherwise.
    private static byte[] linkTarget(Path link) throws IOException {
        var target = NativeNames.bytes(Files.readSymbolicLink(link));
        long length = Files.readAttributes(
                        link, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
        return target.length == length ? target : askedFor(link, target);
    }

    private static byte[] askedFor(Path link, byte[] fallback) throws IOException {
        var escaped = new StringBuilder();
        for (byte b : NativeNames.bytes(link.toAbsolutePath())) {
            escaped.append("\\0%03o".formatted(b & 0xff));
        }
        var process = new ProcessBuilder(
                        "sh", "-c", "n=$(printf '%b.' \"$1\") && readlink -n -- \"${n%.}\"", "sh", escaped.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = process.getInputStream().readAllBytes();
        try {
            return process.waitFor() == 0 ? said : fallback;
        } catch (InterruptedException interrupt) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The work was interrupted.", interrupt);
        }
    }

    static TempleException changed(String raw) {
        return new TempleException(
                ErrorCode.CHANGED_WHILE_READING, "The file %s changed while it was read.".formatted(RawPath.path(raw)));
    }

    static TempleException unreadable(String raw, IOException why) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "The file %s cannot be read (%s)."
                        .formatted(RawPath.path(raw), Printable.text(String.valueOf(why.getMessage()))),
                why);
    }
}
