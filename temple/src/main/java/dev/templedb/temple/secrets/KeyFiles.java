package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Files that only their owner may read.
final class KeyFiles {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    private static final int MOST_BYTES = 1 << 20;

    private KeyFiles() {}

    /// @throws TempleException with `KEY_FILE_EXPOSED` when others may read or enter `path`
    static void requirePrivate(Path path) {
        try {
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            permissions.retainAll(OTHERS);
            if (!permissions.isEmpty()) {
                throw new TempleException(
                        ErrorCode.KEY_FILE_EXPOSED,
                        "Others than you have access to %s.".formatted(Printable.text(path.toString())));
            }
        } catch (UnsupportedOperationException otherSystem) {
            // A system without such permissions keeps home directories apart by its own means.
        } catch (NoSuchFileException missing) {
            throw new TempleException(
                    ErrorCode.KEY_NOT_FOUND,
                    "There is no file %s.".formatted(Printable.text(path.toString())),
                    missing);
        } catch (IOException unreadable) {
            throw unreadable(path, unreadable);
        }
    }

    /// The bytes of a file with a private key; the caller wipes them.
    static byte[] read(Path file) {
        requirePrivate(file);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw Keys.invalid("%s is too long for a key.".formatted(Printable.text(file.toString())));
            }
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /// Writes a new file, durably; the folder is made for its owner alone.
    static void write(Path file, byte[] bytes) {
        try {
            var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException there) {
                requirePrivate(folder);
            }
            try (var channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                for (var buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        } catch (IOException failure) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The key file %s cannot be written.".formatted(Printable.text(file.toString())),
                    failure);
        }
    }

    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The key file %s cannot be moved.".formatted(Printable.text(from.toString())),
                    failure);
        }
    }

    /// The keys of an identity file one by one: an SSH key as it is, native keys by their lines.
    static List<byte[]> split(byte[] file) {
        if (file.length > 0 && file[0] == '-') {
            return List.of(file.clone());
        }
        var parts = new ArrayList<byte[]>();
        for (int start = 0, end; start < file.length; start = end + 1) {
            end = start;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            if (end > start && file[start] != '#' && file[start] > ' ') {
                var line = Arrays.copyOfRange(file, start, end + 1);
                line[end - start] = '\n';
                parts.add(line);
            }
        }
        if (parts.isEmpty()) {
            throw Keys.invalid("The file holds no private key.");
        }
        return parts;
    }

    static TempleException unreadable(Path path, IOException failure) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "The key file %s cannot be read.".formatted(Printable.text(path.toString())),
                failure);
    }
}
