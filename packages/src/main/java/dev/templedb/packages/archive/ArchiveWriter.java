package dev.templedb.packages.archive;

import com.github.luben.zstd.ZstdOutputStream;
import dev.templedb.core.Sha256;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.disk.NewParts;
import dev.templedb.packages.json.PackageJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes an archive, which appears whole and durable at its place, or not at all. Packages go in one by one, so that
/// no
/// more than one has to lie beside it; memory stays below a megabyte. One caller at a time.
///
/// The name decides the form: `.tar`, `.tar.zst`, and a `.tar.gz` for any other. Packages are compressed already, so
/// the
/// two latter only wrap them.
public final class ArchiveWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int ZSTD_LEVEL = 1;
    /// A fixed time, so that the same packages make the same archive.
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final Path target;
    private final AtomicFile file;
    private final TarArchiveOutputStream tar;
    private final StringBuilder sums = new StringBuilder();

    private ArchiveWriter(Path target, AtomicFile file, TarArchiveOutputStream tar) {
        this.target = target;
        this.file = file;
        this.tar = tar;
    }

    /// Begins the archive `target` of the projects that `manifest` names, whose packages are then added in that
    /// order.
    ///
    /// @throws dev.templedb.core.TempleException with `PACKAGE_EXISTS` when the target is there and is to stay;
    ///         `DISK_FULL` or `PACKAGE_UNWRITABLE` when it cannot be written
    public static ArchiveWriter begin(Path target, Existing existing, ArchiveManifest manifest) {
        var file = AtomicFile.begin(target, existing);
        try {
            var tar = new TarArchiveOutputStream(compressed(target, NewParts.append(file.channel())), "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            var writer = new ArchiveWriter(target, file, tar);
            writer.directory(ArchiveNames.ROOT);
            writer.put(ArchiveNames.MANIFEST, PackageJson.write(manifest.json()));
            writer.directory(ArchiveNames.ROOT + "projects/");
            return writer;
        } catch (IOException failure) {
            file.close();
            throw DiskErrors.writing(target, failure);
        }
    }

    private static OutputStream compressed(Path target, OutputStream out) throws IOException {
        var name = String.valueOf(target.getFileName());
        var buffered = new BufferedOutputStream(out, BUFFER);
        if (name.endsWith(".tar")) {
            return buffered;
        }
        return name.endsWith(".tar.zst")
                ? new ZstdOutputStream(buffered, ZSTD_LEVEL).setChecksum(true)
                : new GZIPOutputStream(buffered, BUFFER) {
                    {
                        def.setLevel(Deflater.NO_COMPRESSION);
                    }
                };
    }

    /// Adds the package of the next project.
    public void add(ArchivedProject project, Path packageFile) {
        try {
            var digest = Sha256.newDigest();
            var header = header(ArchiveNames.ROOT + project.path(), TarConstants.LF_NORMAL, 0644);
            header.setSize(Files.size(packageFile));
            tar.putArchiveEntry(header);
            try (var in = Files.newInputStream(packageFile)) {
                var buffer = new byte[BUFFER];
                for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                    digest.update(buffer, 0, got);
                    tar.write(buffer, 0, got);
                }
            }
            tar.closeArchiveEntry();
            note(Sha256.from(digest), project.path());
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    /// Ends the archive and puts it in its place.
    ///
    /// @return its length in bytes
    public long finish() {
        try {
            var lines = sums.toString().getBytes(StandardCharsets.UTF_8);
            file(ArchiveNames.SUMS, lines);
            tar.close();
            long bytes = file.channel().size();
            file.commit();
            return bytes;
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    private void put(String name, byte[] content) throws IOException {
        file(name, content);
        note(Sha256.of(content), name);
    }

    private void note(Sha256 hash, String name) {
        sums.append(hash.hex()).append("  ").append(name).append('\n');
    }

    private void file(String name, byte[] content) throws IOException {
        var header = header(ArchiveNames.ROOT + name, TarConstants.LF_NORMAL, 0644);
        header.setSize(content.length);
        tar.putArchiveEntry(header);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void directory(String name) throws IOException {
        tar.putArchiveEntry(header(name, TarConstants.LF_DIR, 0755));
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry header(String name, byte kind, int mode) {
        var entry = new TarArchiveEntry(name, kind);
        entry.setModTime(TIME.toEpochMilli());
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setMode(mode);
        return entry;
    }

    /// Leaves nothing, unless [#finish] was called.
    @Override
    public void close() {
        file.close();
    }
}
