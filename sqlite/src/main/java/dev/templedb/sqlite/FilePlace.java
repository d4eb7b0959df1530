package dev.templedb.sqlite;

import dev.templedb.core.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// What must be true of a path before SQLite may touch it.
///
/// Never opens an existing database file: closing any descriptor of a file drops all POSIX locks that the process holds
/// on it, SQLite's own among them, and another process could then damage the database.
final class FilePlace {
    private static final Set<String> NETWORK_TYPES = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "afpfs",
            "ceph",
            "glusterfs",
            "gfs2",
            "lustre",
            "ncpfs",
            "coda",
            "ocfs2",
            "webdav",
            "davfs",
            "virtiofs",
            "vboxsf",
            "prl_fs");
    private static final Set<String> LOCAL_FUSE_TYPES =
            Set.of("fuse.ext2", "fuse.ext4", "fuse.exfat", "fuse.ntfs", "fuse.ntfs-3g", "fuse.fuse-overlayfs");

    private final Path file;
    private final SqliteErrors errors;

    FilePlace(Path file, SqliteErrors errors) {
        this.file = file;
        this.errors = errors;
    }

    /// Refuses a place that cannot hold the database; makes an empty file there if the options say so.
    void prepare(SqliteOptions options) {
        var access = options.access();
        try {
            requireFile(access);
            if (options.profile() == SqliteOptions.Profile.SINGLE) {
                requireLocal();
            }
        } catch (IOException e) {
            throw errors.translate(e);
        }
        requireAccess(access);
    }

    /// Whether a file system of this type, as the operating system calls it, is on another machine.
    static boolean isNetwork(String fileSystemType) {
        String type = fileSystemType.toLowerCase(Locale.ROOT);
        return NETWORK_TYPES.contains(type) || type.startsWith("fuse.") && !LOCAL_FUSE_TYPES.contains(type);
    }

    private void requireFile(SqliteOptions.Access access) throws IOException {
        try {
            requireRegular(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            if (access != SqliteOptions.Access.CREATE) {
                throw errors.of(ErrorCode.TEMPLE_NOT_FOUND, "does not exist.");
            }
            create();
        }
    }

    private void requireRegular(BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            throw errors.of(ErrorCode.TEMPLE_NOT_A_TEMPLE, "is a directory.");
        }
        if (!attributes.isRegularFile()) {
            throw errors.of(ErrorCode.TEMPLE_NOT_A_TEMPLE, "is not a regular file.");
        }
    }

    private void create() throws IOException {
        createDirectories(directoryOf(file));
        try {
            createPrivate(file);
        } catch (FileAlreadyExistsException anotherProcessWasFaster) {
            requireRegular(Files.readAttributes(file, BasicFileAttributes.class));
        }
    }

    /// The directory that holds `file`, which is not a root.
    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root is no file");
    }

    /// Makes an empty file that only its owner can read and write.
    static void createPrivate(Path file) throws IOException {
        Files.createFile(
                file, ownerOnly(file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    }

    /// Makes `directory` and what leads to it, for its owner alone; leaves existing ones as they are.
    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(
                directory,
                ownerOnly(
                        directory,
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ,
                                PosixFilePermission.OWNER_WRITE,
                                PosixFilePermission.OWNER_EXECUTE)));
    }

    private static FileAttribute<?>[] ownerOnly(Path path, Set<PosixFilePermission> permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /// Refuses a file or directory on another machine. Asks for the mounted file systems: some hundred
    /// microseconds.
    void requireLocal() throws IOException {
        String type = Files.getFileStore(file).type();
        if (isNetwork(type)) {
            throw errors.of(ErrorCode.TEMPLE_ON_NETWORK, "is on a network file system (" + type + ").");
        }
    }

    private void requireAccess(SqliteOptions.Access access) {
        if (!Files.isReadable(file)) {
            throw errors.of(ErrorCode.TEMPLE_UNWRITABLE, "cannot be read: permission denied.");
        }
        if (access == SqliteOptions.Access.READ_ONLY) {
            return;
        }
        if (!Files.isWritable(file)) {
            throw errors.of(ErrorCode.TEMPLE_UNWRITABLE, "cannot be written: permission denied.");
        }
        if (!Files.isWritable(directoryOf(file))) {
            throw errors.of(ErrorCode.TEMPLE_UNWRITABLE, "is in a directory that cannot be written.");
        }
    }
}
