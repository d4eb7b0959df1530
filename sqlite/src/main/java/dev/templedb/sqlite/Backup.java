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
import java.util.UUID;

/// Copies a database to a file that appears whole or not at all.
final class Backup {
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
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The backup " + Printable.text(target.toString()) + " cannot be written: " + e + ".",
                    e);
        } finally {
            deleteLeftOver(partial);
        }
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
