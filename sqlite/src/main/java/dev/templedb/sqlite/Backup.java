package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

/// Copies a database to a file that appears whole or not at all.
final class Backup {
    private static final long MAX_BYTES_IN_MEMORY = 64 << 20;
    /// Where a file says how large its pages are (https://sqlite.org/fileformat2.html, 1.3).
    private static final int PAGE_SIZE_AT = 16;

    private static final byte[] EMPTY_PAGE = new byte[1 << 16];

    private final Session session;
    private final Path source;

    Backup(Session session, Path source) {
        this.session = session;
        this.source = source;
    }

    void to(Path target) throws SQLException {
        requireFree(target);
        requireFree(target.resolveSibling(target.getFileName() + "-wal"));
        var partial = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            requireSpace(FilePlace.directoryOf(target));
            FilePlace.createPrivate(partial);
            copyTo(partial);
            sync(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            sync(FilePlace.directoryOf(target));
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            deleteLeftOver(partial);
        }
    }

    private static TempleException unwritable(Path target, IOException e) {
        return new TempleException(
                ErrorCode.TARGET_UNWRITABLE,
                "The backup " + Printable.text(target.toString()) + " cannot be written: " + e + ".",
                e);
    }

    /// Copies page by page: as large as the source, its rows where they were, faster than a compact copy, and
    /// without
    /// waiting for the disk. Through memory when the file is not large, which takes a quarter of the time.
    void pagesTo(Path target) throws SQLException {
        requireFree(target);
        boolean done = false;
        try {
            requireSpace(FilePlace.directoryOf(target));
            FilePlace.createPrivate(target);
            byte[] pages = Files.size(source) <= MAX_BYTES_IN_MEMORY
                    ? session.database().serialize("main")
                    : new byte[0];
            if (pages.length > 0 && !hasEmptyPage(pages)) {
                Files.write(target, pages);
            } else {
                int code = session.database().backup("main", target.toString(), null);
                if (code != 0) {
                    session.database().throwex(code);
                }
            }
            done = true;
        } catch (IOException e) {
            throw isFull(e) ? session.errors().diskFull(e) : unwritable(target, e);
        } finally {
            if (!done) {
                deleteLeftOver(target);
            }
        }
    }

    /// SQLite puts zeros in the place of a page that it cannot read, and says nothing (`sqlite3_serialize`). A page
    /// of
    /// zeros that is one is rare enough to copy those files page by page, which reports failures.
    private static boolean hasEmptyPage(byte[] pages) {
        int pageBytes = (pages[PAGE_SIZE_AT] & 0xff) << 8 | pages[PAGE_SIZE_AT + 1] & 0xff;
        if (pageBytes <= 1) {
            pageBytes = 1 << 16;
        }
        for (int from = 0; from + pageBytes <= pages.length; from += pageBytes) {
            if (Arrays.mismatch(pages, from, from + pageBytes, EMPTY_PAGE, 0, pageBytes) < 0) {
                return true;
            }
        }
        return false;
    }

    private void copyTo(Path partial) throws SQLException {
        session.allowWriting();
        try (var vacuum = session.connection().prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, Session.uri(partial));
            vacuum.executeUpdate();
        }
    }

    private void requireSpace(Path directory) throws IOException {
        long needed = Files.size(source);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw session.errors().notEnoughSpace(needed, free);
        }
    }

    private static void requireFree(Path target) {
        if (Files.exists(target)) {
            throw new TempleException(
                    ErrorCode.TARGET_NOT_EMPTY, "The file " + Printable.text(target.toString()) + " exists already.");
        }
    }

    /// Java has no type for it, and the system's words are the same in every locale that it runs in.
    private static boolean isFull(IOException e) {
        String reason = String.valueOf(e.getMessage());
        return reason.contains("No space left") || reason.contains("File too large");
    }

    private static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteLeftOver(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException leftBehind) {
            // The failure that brought us here is the one worth telling.
        }
    }
}
