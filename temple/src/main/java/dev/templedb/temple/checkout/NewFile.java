package dev.templedb.temple.checkout;

import dev.templedb.packages.objects.FileMode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Makes files that were not there, as `open` with `O_CREAT | O_EXCL | O_NOFOLLOW` does.
final class NewFile {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?>[] PLAIN = {};
    /// Less what the user's umask takes away, as with git.
    private static final FileAttribute<?>[] EXECUTABLE =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
                    }
                    : PLAIN;

    private NewFile() {}

    static FileChannel create(TreeWriter.WrittenFile file) throws IOException {
        return FileChannel.open(file.path(), NEW, file.file().kind() == FileMode.EXECUTABLE ? EXECUTABLE : PLAIN);
    }
}
