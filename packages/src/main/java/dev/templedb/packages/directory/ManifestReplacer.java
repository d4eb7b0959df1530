package dev.templedb.packages.directory;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.disk.NewParts;
import dev.templedb.packages.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Puts another `manifest.json` into a package that was read and proved just before. The manifest gets its own hash.
public final class ManifestReplacer {
    private static final int BUFFER = 1 << 16;
    private static final int LEVEL = 3;

    private ManifestReplacer() {}

    /// Replaces the file in the directory `root`.
    public static void inDirectory(Path root, Json.Obj manifest) {
        var target = root.resolve(Names.MANIFEST);
        try (var out = AtomicFile.begin(target, Existing.REPLACE)) {
            for (var bytes = ByteBuffer.wrap(PackageManifest.sealed(manifest)); bytes.hasRemaining(); ) {
                out.channel().write(bytes);
            }
            out.commit();
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    /// Replaces the entry in the tar `file`; all others keep their headers, order and bytes.
    public static void inTar(Path file, PackageLayout layout, Json.Obj manifest) {
        var bytes = PackageManifest.sealed(manifest);
        try (var out = AtomicFile.begin(file, Existing.REPLACE)) {
            var name = nameOfManifest(file, layout);
            try (var from = read(file, layout);
                    var to = write(out, layout)) {
                for (var entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                    boolean isManifest = entry.getName().equals(name);
                    to.putArchiveEntry(header(entry, isManifest ? bytes.length : entry.getSize()));
                    if (isManifest) {
                        to.write(bytes);
                    } else {
                        from.transferTo(to);
                    }
                    to.closeArchiveEntry();
                }
                to.finish();
            }
            out.commit();
        } catch (IOException failure) {
            throw DiskErrors.writing(file, failure);
        }
    }

    /// A copy, because the reader goes by the length of the original.
    private static TarArchiveEntry header(TarArchiveEntry entry, long bytes) {
        var header = new TarArchiveEntry(
                entry.getName(), entry.isDirectory() ? TarConstants.LF_DIR : TarConstants.LF_NORMAL);
        header.setSize(bytes);
        header.setMode(entry.getMode());
        header.setIds((int) entry.getLongUserId(), (int) entry.getLongGroupId());
        header.setNames(entry.getUserName(), entry.getGroupName());
        header.setModTime(entry.getModTime());
        return header;
    }

    /// The one that is nearest to the top: those of `files/` and `objects/` lie deeper.
    private static String nameOfManifest(Path file, PackageLayout layout) throws IOException {
        String found = null;
        int depth = Integer.MAX_VALUE;
        try (var tar = read(file, layout)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var name = entry.getName();
                var path = name.startsWith("./") ? name.substring(2) : name;
                int steps = path.split("/", -1).length;
                if ((path.equals(Names.MANIFEST) || path.endsWith("/" + Names.MANIFEST)) && steps < depth) {
                    found = name;
                    depth = steps;
                }
            }
        }
        if (found == null) {
            throw new TempleException(
                    ErrorCode.CHANGED_WHILE_READING, "The package changed while it was being signed.");
        }
        return found;
    }

    private static TarArchiveInputStream read(Path file, PackageLayout layout) throws IOException {
        InputStream packed = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        return new TarArchiveInputStream(
                layout == PackageLayout.TAR_GZ ? new GZIPInputStream(packed, BUFFER) : new ZstdInputStream(packed),
                "UTF-8");
    }

    private static TarArchiveOutputStream write(AtomicFile file, PackageLayout layout) throws IOException {
        // Closing the stream ends the compressed frame; the file stays open for its commit.
        var out = new BufferedOutputStream(NewParts.append(file.channel()), BUFFER);
        OutputStream packed = layout == PackageLayout.TAR_GZ
                ? new GZIPOutputStream(out, BUFFER)
                : new ZstdOutputStream(out, LEVEL).setChecksum(true);
        var tar = new TarArchiveOutputStream(packed, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }
}
