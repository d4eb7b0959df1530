package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Unpacks a tar as the files that are in it, of which there are few.
public final class TreeUnpacker {
    private final UntrustedTar tar;
    private final Path target;

    /// @param in          the tar, decompressed; it is read to its end and not closed
    /// @param target      an empty directory
    /// @param packedBytes how long the file is that it comes from
    public TreeUnpacker(InputStream in, Path target, long packedBytes, OpenOptions options) {
        this.tar = new UntrustedTar(in, target, packedBytes, options);
        this.target = target;
    }

    /// Unpacks all of it and returns the directory that holds everything: the one at the top, or the target itself.
    ///
    /// @throws TempleException with what may not be in a tar
    /// @throws EOFException when it is cut off
    public Path unpack() throws IOException {
        tar.read(new Writer());
        return root();
    }

    /// The package is the one directory that everything lies in, or (in a tar made inside the package) the top
    /// itself.
    private Path root() throws IOException {
        if (Files.exists(target.resolve(Names.MANIFEST))) {
            return target;
        }
        try (var tops = Files.list(target)) {
            var found = tops.filter(
                            top -> !PackageParts.isLitter(top.getFileName().toString()))
                    .toList();
            if (found.size() != 1 || !Files.isDirectory(found.getFirst())) {
                throw Refusal.of(
                        ErrorCode.PACKAGE_NOT_RECOGNIZED,
                        "The tar",
                        found.isEmpty() ? "is empty" : "holds more than one package, or other things than a package");
            }
            return found.getFirst();
        }
    }

    private final class Writer implements UntrustedTar.Sink {
        @Override
        public void directory(String path) throws IOException {
            Files.createDirectories(target.resolve(path));
        }

        @Override
        public OutputStream file(String path, long offset, long length) throws IOException {
            var file = target.resolve(path);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }
}
