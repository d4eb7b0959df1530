package dev.templedb.packages.archive;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.directory.TreeUnpacker;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// An archive that was unpacked into a scratch directory, which goes when this is closed (or, after a kill, when the
/// next
/// is opened). Nobody vouches for an archive: names, lengths and hashes of all its files are proved here, and packages
/// when they are opened.
public final class OpenArchive implements AutoCloseable {
    private static final int MOST_SMALL_BYTES = 16 << 20;
    private static final int TAR_BLOCK = 512;
    private static final int TAR_MAGIC_AT = 257;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.{1,400})");

    private final AtomicDirectory scratch;
    private final Path root;
    private final OpenOptions options;
    private final Set<String> files;
    private final ArchiveManifest manifest;
    private final List<String> notices = new ArrayList<>();
    private final long archiveBytes;

    private OpenArchive(AtomicDirectory scratch, Path file, OpenOptions options) throws IOException {
        this.scratch = scratch;
        this.options = options;
        this.archiveBytes = Files.size(file);
        this.root = unpack(file);
        this.files = files(root);
        var proved = proveSums();
        this.manifest = ArchiveManifest.read(json());
        requireExactly(proved);
    }

    /// Opens the archive `file`, whatever it is called.
    ///
    /// @throws TempleException with `PACKAGE_NOT_FOUND`, `PACKAGE_NOT_RECOGNIZED`, or what is wrong with it;
    /// nothing
    ///         stays in the scratch directory then
    public static OpenArchive open(Path file, OpenOptions options) {
        try {
            if (!Files.isRegularFile(file)) {
                throw Files.exists(file) ? notRecognized(file) : notFound(file, null);
            }
            Files.createDirectories(options.scratch());
            // Nothing is ever committed there: this is for the lock and the sweeping.
            var scratch = AtomicDirectory.begin(options.scratch().resolve("unpacked-archive"), Existing.REPLACE);
            try {
                return new OpenArchive(scratch, file, options);
            } catch (Throwable failure) {
                scratch.close();
                throw failure;
            }
        } catch (NoSuchFileException missing) {
            throw notFound(file, missing);
        } catch (IOException failure) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s cannot be read (%s)."
                            .formatted(name(file), Printable.text(String.valueOf(failure.getMessage()))),
                    failure);
        }
    }

    private Path unpack(Path file) throws IOException {
        try (var in = decompress(file)) {
            return new TreeUnpacker(in, scratch.path(), archiveBytes, options).unpack();
        } catch (EOFException cutOff) {
            throw new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The archive ends in the middle.", cutOff);
        } catch (ZstdIOException damaged) {
            boolean isCutOff = String.valueOf(damaged.getMessage()).startsWith("Truncated");
            throw isCutOff
                    ? new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The archive ends in the middle.", damaged)
                    : damaged(damaged);
        } catch (ZipException damaged) {
            throw damaged(damaged);
        }
    }

    private static TempleException damaged(IOException why) {
        return new TempleException(
                ErrorCode.PACKAGE_MALFORMED, "The archive cannot be decompressed: it is damaged.", why);
    }

    private static InputStream decompress(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(TAR_BLOCK);
            var head = in.readNBytes(TAR_BLOCK);
            in.reset();
            if (head.length > 4 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b) {
                return new GZIPInputStream(in, 1 << 16);
            }
            if (head.length > 4 && head[0] == 0x28 && (head[1] & 0xff) == 0xb5 && head[2] == 0x2f) {
                return new ZstdInputStream(in);
            }
            if (head.length == TAR_BLOCK
                    && new String(head, TAR_MAGIC_AT, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                return in;
            }
            throw head.length > 1 && head[0] == 'P' && head[1] == 'K' ? onePackage(file) : notRecognized(file);
        } catch (IOException | RuntimeException failure) {
            in.close();
            throw failure;
        }
    }

    /// Compares every file with its line, and every line with a file.
    ///
    /// @return the names of all files but the list of sums itself
    private Set<String> proveSums() throws IOException {
        var proved = new HashSet<String>();
        var sums = small(ArchiveNames.SUMS);
        try (var step = options.progress().begin("Reading the archive", archiveBytes)) {
            for (var line : new String(sums, StandardCharsets.UTF_8).lines().toList()) {
                var parts = LINE.matcher(line);
                if (!parts.matches() || !proved.add(parts.group(2))) {
                    throw new TempleException(
                            ErrorCode.PACKAGE_MALFORMED,
                            "The archive's %s has a line that it may not have.".formatted(ArchiveNames.SUMS));
                }
                var part = part(parts.group(2));
                if (!hash(part).equals(Sha256.parse(parts.group(1)))) {
                    throw new TempleException(
                            ErrorCode.PACKAGE_DIGEST_MISMATCH,
                            "%s of the archive is not what %s names."
                                    .formatted(Printable.text(parts.group(2)), ArchiveNames.SUMS));
                }
                step.advance(Files.size(part));
            }
        }
        return proved;
    }

    /// A name leads to a file only if unpacking has made one of that very name.
    private Path part(String name) {
        if (!files.contains(name)) {
            throw missing(name);
        }
        return root.resolve(name);
    }

    private static Set<String> files(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toSet());
        }
    }

    private static Sha256 hash(Path file) throws IOException {
        var digest = Sha256.newDigest();
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[1 << 16];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return Sha256.from(digest);
    }

    private void requireExactly(Set<String> proved) {
        var wanted = new HashSet<String>(Set.of(ArchiveNames.MANIFEST));
        manifest.projects().forEach(project -> wanted.add(project.path()));
        for (var name : wanted) {
            if (!proved.contains(name)) {
                throw missing(name);
            }
        }
        for (var name : files) {
            if (!proved.contains(name) && !name.equals(ArchiveNames.SUMS)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_UNEXPECTED,
                        "The archive has %s, which its %s does not list."
                                .formatted(Printable.text(name), ArchiveNames.SUMS));
            }
            if (proved.contains(name) && !wanted.contains(name)) {
                if (!manifest.isNewer()) {
                    throw new TempleException(
                            ErrorCode.PACKAGE_ENTRY_UNEXPECTED,
                            "The archive has %s, which its manifest does not name.".formatted(Printable.text(name)));
                }
                notices.add("%s is of a newer format and was passed over.".formatted(Printable.text(name)));
            }
        }
    }

    private Json.Obj json() throws IOException {
        try {
            return JsonReader.readObject(small(ArchiveNames.MANIFEST));
        } catch (JsonReader.InvalidJson invalid) {
            if (invalid.isTooLarge()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE,
                        "The archive's manifest cannot be taken: %s.".formatted(invalid.getMessage()),
                        invalid);
            }
            throw ArchiveManifest.malformed(Printable.text(String.valueOf(invalid.getMessage())));
        }
    }

    private byte[] small(String name) throws IOException {
        var file = root.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw missing(name);
        }
        if (Files.size(file) > MOST_SMALL_BYTES) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "%s of the archive has more than %d bytes.".formatted(name, MOST_SMALL_BYTES));
        }
        return Files.readAllBytes(file);
    }

    /// What the archive says of itself.
    public ArchiveManifest manifest() {
        return manifest;
    }

    /// What a person should know although nothing is lost.
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Length of the archive in bytes.
    public long archiveBytes() {
        return archiveBytes;
    }

    /// Opens the package of a project, and insists that it is the one that the manifest names. The caller closes
    /// it.
    ///
    /// @throws TempleException as [Packages#open], with `PACKAGE_STATE_MISMATCH` when it is another
    public OpenPackage open(ArchivedProject project) {
        var path = root.resolve(project.path());
        if (Packages.layout(path) != PackageLayout.FILE) {
            throw ArchiveManifest.malformed("%s is no single-file package".formatted(project.path()));
        }
        var opened = Packages.open(path, options);
        var slug = opened.state().project().text("slug").orElse("").toLowerCase(Locale.ROOT);
        if (opened.base().isPresent()
                || !slug.equals(project.slug().text().toLowerCase(Locale.ROOT))
                || !opened.state().root().equals(project.contentRoot())) {
            opened.close();
            throw new TempleException(
                    ErrorCode.PACKAGE_STATE_MISMATCH,
                    "%s is not the package that the archive's manifest names.".formatted(project.path()));
        }
        return opened;
    }

    private static TempleException missing(String name) {
        return new TempleException(
                ErrorCode.PACKAGE_ENTRY_MISSING, "The archive has no %s.".formatted(Printable.text(name)));
    }

    private static TempleException notFound(Path file, @org.jspecify.annotations.Nullable Exception cause) {
        return new TempleException(
                ErrorCode.PACKAGE_NOT_FOUND, "There is no archive at %s.".formatted(name(file)), cause);
    }

    private static TempleException notRecognized(Path file) {
        return new TempleException(
                ErrorCode.PACKAGE_NOT_RECOGNIZED, "%s is no archive of a temple.".formatted(name(file)));
    }

    private static TempleException onePackage(Path file) {
        return new TempleException(
                ErrorCode.PACKAGE_NOT_RECOGNIZED,
                "%s is the package of one project; `templedb cathedral import` takes it.".formatted(name(file)));
    }

    private static String name(Path file) {
        return Printable.text(file.toString());
    }

    @Override
    public void close() {
        scratch.close();
    }
}
