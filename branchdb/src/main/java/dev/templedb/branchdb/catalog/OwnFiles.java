package dev.templedb.branchdb.catalog;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/// What may lie in a directory of databases: files and folders of its own.
///
/// A directory that came out of an archive or a clone is its maker's. A link in it would have us read or change files
/// of
/// whoever opens it, and a pipe would have us wait for ever. So each is looked at before it is opened, which costs some
/// microseconds.
public final class OwnFiles {
    /// What is wrong with a file of SQLite here, in codes whose hints do not speak of temples.
    public static final Map<ErrorCode, ErrorCode> CODES = Map.of(
            ErrorCode.TEMPLE_NOT_FOUND, ErrorCode.TENANT_DAMAGED,
            ErrorCode.TEMPLE_NOT_A_TEMPLE, ErrorCode.TENANT_DAMAGED,
            ErrorCode.TEMPLE_CORRUPT, ErrorCode.TENANT_DAMAGED,
            ErrorCode.TEMPLE_UNWRITABLE, ErrorCode.DATABASE_UNWRITABLE,
            ErrorCode.TEMPLE_BUSY, ErrorCode.DATABASE_BUSY);

    private static final String[] BESIDE = {"", "-wal", "-shm", "-journal"};

    private OwnFiles() {}

    /// Refuses links, pipes, devices and folders, and files that have another name elsewhere; what is missing is
    /// well.
    ///
    /// @throws TempleException with `DATABASES_FOREIGN`
    public static void requireFile(Path file) {
        require(file, BasicFileAttributes::isRegularFile, "no regular file");
        try {
            if (Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer names
                    && names > 1) {
                throw new TempleException(
                        ErrorCode.DATABASES_FOREIGN,
                        "%s has another name elsewhere (a hard link), so what is written to it would change that, too."
                                .formatted(Printable.text(file.toString())));
            }
        } catch (NoSuchFileException | UnsupportedOperationException missingOrNotUnix) {
            // Made later, or missed by whoever needs it.
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// As [#requireFile], for a file of SQLite with what SQLite puts beside it.
    public static void requireDatabase(Path file) {
        for (var end : BESIDE) {
            requireFile(file.resolveSibling(file.getFileName() + end));
        }
    }

    /// Refuses what is there and is not a folder itself, such as a link to one; what is missing is well.
    ///
    /// @throws TempleException with `DATABASES_FOREIGN`
    public static void requireFolder(Path folder) {
        require(folder, BasicFileAttributes::isDirectory, "no folder");
    }

    private interface Kind {
        boolean isOne(BasicFileAttributes attributes);
    }

    private static void require(Path path, Kind kind, String otherwise) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!kind.isOne(attributes)) {
                throw foreign(path, attributes.isSymbolicLink(), otherwise);
            }
        } catch (NoSuchFileException missing) {
            // As above.
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static TempleException foreign(Path path, boolean isLink, String otherwise) {
        return new TempleException(
                ErrorCode.DATABASES_FOREIGN,
                "%s is %s.".formatted(Printable.text(path.toString()), isLink ? "a link" : otherwise));
    }

    private static TempleException unreadable(Path path, IOException e) {
        return new TempleException(
                ErrorCode.DATABASE_UNWRITABLE,
                "%s cannot be read: %s.".formatted(Printable.text(path.toString()), e),
                e);
    }
}
