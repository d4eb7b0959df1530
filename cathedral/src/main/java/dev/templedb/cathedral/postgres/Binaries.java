package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The programs of PostgreSQL, unpacked from the class path once for each version.
///
/// @param directory holds `bin`, `lib` and `share`
/// @param version   such as `18.6.0`
record Binaries(Path directory, String version) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /// The major version, which decides whether a data directory can be opened.
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /// The path of the program `name`.
    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /// Finds the programs under `parent`, and unpacks them first when they are not there.
    ///
    /// @param durable whether they are synchronized to the disk
    static Binaries in(Path parent, boolean durable) throws IOException {
        String version = packaged();
        var directory = parent.resolve("postgresql-" + version);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(parent);
            unpack(directory, durable);
        }
        return new Binaries(directory, version);
    }

    /// Removes other versions, and what was being unpacked when a server was killed. For a directory that is ours
    /// alone.
    void sweep() throws IOException {
        try (var others = Files.newDirectoryStream(directory.resolveSibling("."), "{postgresql-,unpacking-}*")) {
            for (var other : others) {
                if (!other.getFileName().equals(directory.getFileName())) {
                    Programs.deleteRecursively(other);
                }
            }
        }
    }

    private static String packaged() throws IOException {
        try (var text = Binaries.class.getResourceAsStream("version.txt")) {
            if (text == null) {
                throw new IllegalStateException("version.txt is missing");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void unpack(Path directory, boolean durable) throws IOException {
        var parent = directory.toAbsolutePath().getParent();
        var fresh = Files.createTempDirectory(parent, "unpacking-");
        try (var archive = archive()) {
            Programs.require(List.of("tar", "xz", "sync"));
            var tar = new ProcessBuilder(
                    "tar", "-xJf", "-", "--no-same-owner", "--exclude=*.a", "--exclude=pgxs", "-C", fresh.toString());
            var result = Programs.run(tar, archive::transferTo);
            if (result.code() != 0) {
                throw Programs.failure("The programs of PostgreSQL could not be unpacked", result.said(), null);
            }
            if (durable) {
                sync(fresh);
            }
            moveInto(fresh, directory);
        } finally {
            Programs.deleteRecursively(fresh);
        }
    }

    /// Another process may have unpacked the same version in the meantime.
    private static void moveInto(Path fresh, Path directory) throws IOException {
        try {
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    private static InputStream archive() {
        @Nullable InputStream archive = Binaries.class.getResourceAsStream(ARCHIVE);
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (archive == null || !system.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)")) {
            throw new TempleException(
                    ErrorCode.POSTGRES_TOOLS_MISSING,
                    "There is no PostgreSQL for this kind of machine (%s) in CathedralDB.".formatted(system));
        }
        return archive;
    }

    /// All files at once: one by one they take seconds.
    private static void sync(Path directory) throws IOException {
        var result =
                Programs.run(new ProcessBuilder("sync", "--file-system", directory.toString()), Programs.Input.NONE);
        if (result.code() != 0) {
            throw Programs.failure("The programs of PostgreSQL could not be kept", result.said(), null);
        }
    }
}
