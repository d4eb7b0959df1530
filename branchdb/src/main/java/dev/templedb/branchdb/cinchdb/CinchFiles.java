package dev.templedb.branchdb.cinchdb;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The files of a CinchDB project, by names that have been checked. Links are not followed.
final class CinchFiles {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final String ENDING = ".db";

    private final Path root;
    private final Path copies;
    private final Findings findings;
    private final Set<Path> used = new HashSet<>();

    /// @param root   the directory `.cinchdb`
    /// @param copies where copies are made
    CinchFiles(Path root, Path copies, Findings findings) {
        this.root = root;
        this.copies = copies;
        this.findings = findings;
    }

    /// How files are opened: whoever made them, and only to be read.
    static SqliteOptions options() {
        return SqliteOptions.forApplication(0).withNoun("CinchDB file").readOnly();
    }

    /// A copy of the catalogue, as of one instant.
    Path copyCatalog() throws IOException {
        var file = root.resolve("metadata.db");
        if (!isPlainFile(file)) {
            throw new TempleException(
                    ErrorCode.CINCHDB_NOT_FOUND, "There is no CinchDB project in %s.".formatted(root.getParent()));
        }
        if (!hasMagic(file)) {
            throw unreadable("The catalogue of CinchDB is not a SQLite database.", null);
        }
        try {
            return copy(file);
        } catch (TempleException e) {
            throw e.code() == ErrorCode.DISK_FULL
                    ? e
                    : unreadable("The catalogue of CinchDB cannot be read: " + e.getMessage(), e);
        }
    }

    static TempleException unreadable(String sentence, @Nullable TempleException cause) {
        return new TempleException(ErrorCode.CINCHDB_UNREADABLE, sentence, cause);
    }

    /// A copy of a tenant's file, as of one instant; nothing when there is none that can be read, which is a
    /// finding
    /// unless `isExpected` is false.
    Optional<Path> copyTenant(String database, String branch, String tenant, boolean isExpected, boolean isEncrypted)
            throws IOException {
        var place = database + "/" + branch + "/" + tenant;
        var file = place(database, branch, tenant);
        used.add(file);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (isExpected) {
                findings.note(place, "The file of this tenant is missing; it comes over without rows.");
            }
            return Optional.empty();
        }
        if (!isPlainFile(file)) {
            findings.loss(place, "The file of this tenant is a link, or no file, or lies in a folder that is a link.");
            return Optional.empty();
        }
        if (Files.size(file) == 0) {
            return Optional.empty();
        }
        if (!hasMagic(file)) {
            findings.loss(
                    place, "The file of this tenant is encrypted or damaged; its rows cannot be read without the key.");
            return Optional.empty();
        }
        if (isEncrypted) {
            findings.note(
                    place, "This tenant is said to be encrypted, but its file is not; it comes over in the clear.");
        }
        try {
            return Optional.of(copy(file));
        } catch (TempleException e) {
            findings.loss(place, "The file of this tenant cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Path copy(Path file) {
        var target = copies.resolve(UUID.randomUUID() + ENDING);
        SqliteFile.copyOf(file, target, options());
        return target;
    }

    /// The directory that a branch has; two can have the same one.
    static String folder(String database, String branch) {
        return database + "-" + branch;
    }

    private Path place(String database, String branch, String tenant) {
        String shard = Sha256.of(tenant.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 2);
        return root.resolve(folder(database, branch)).resolve(shard).resolve(tenant + ENDING);
    }

    /// Reports files of tenants that nobody asked for.
    void reportUnused() throws IOException {
        try (var files = Files.walk(root, 3)) {
            files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .filter(file -> file.getNameCount() - root.getNameCount() == 3)
                    .filter(file -> !used.contains(file))
                    .filter(file -> !file.getFileName().toString().equals("__empty__.db"))
                    .forEach(file -> findings.loss(
                            root.relativize(file).toString(), "No tenant of the catalogue has this file."));
        }
    }

    private boolean isPlainFile(Path file) {
        for (var folder = file.getParent(); folder != null && !folder.equals(root); folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return false;
            }
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean hasMagic(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }
}
