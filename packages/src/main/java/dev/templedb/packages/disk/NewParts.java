package dev.templedb.packages.disk;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Makes the files and directories of a package: with what the user's umask leaves of 0644 and 0755, so that nobody
/// else
/// can ever write to them, whatever the umask says.
public final class NewParts {
    private static final FileAttribute<?>[] FILE = permissions("rw-r--r--");
    private static final FileAttribute<?>[] DIRECTORY = permissions("rwxr-xr-x");

    private NewParts() {}

    private static FileAttribute<?>[] permissions(String text) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    /// Makes a file that is not there yet.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when it is
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                FILE);
    }

    /// Makes a file that is not there yet, to be written without a buffer.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when it is
    public static OutputStream write(Path file) throws IOException {
        return Channels.newOutputStream(open(file));
    }

    /// Writes to `channel` from where it stands, without a buffer. Closing the stream leaves the channel open.
    public static OutputStream append(FileChannel channel) {
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                this.out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /// Makes `directory` and what leads to it; leaves existing ones as they are.
    public static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, DIRECTORY);
    }

    /// Makes a directory that is not there yet.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when it is
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, DIRECTORY);
    }
}
