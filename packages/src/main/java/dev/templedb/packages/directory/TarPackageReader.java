package dev.templedb.packages.directory;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A directory package in a tar, opened: unpacked into a scratch file, which goes when the package is closed (or, after
/// a
/// kill, when the next one is opened), and then read as a directory.
public final class TarPackageReader implements OpenPackage, FrameAccess {
    private final PackageLayout layout;
    private final long packageBytes;
    private final AtomicDirectory scratch;
    private final FileChannel contents;
    private final DirectoryPackageReader directory;

    private TarPackageReader(Path file, PackageLayout layout, OpenOptions options) throws IOException {
        this.layout = layout;
        this.packageBytes = Files.size(file);
        Files.createDirectories(options.scratch());
        // Nothing is ever committed there: this is for the lock and the sweeping.
        this.scratch = AtomicDirectory.begin(options.scratch().resolve("unpacked.cathedral"), Existing.REPLACE);
        this.contents = FileChannel.open(
                scratch.path().resolve("parts"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            this.directory = DirectoryPackageReader.open("The tar", unpack(file, options), options);
        } catch (Throwable failure) {
            contents.close();
            scratch.close();
            throw failure;
        }
    }

    /// Opens the tar `file`, compressed as `layout` says.
    ///
    /// @throws TempleException when it is no package, or one that cannot be taken; nothing stays in the scratch
    /// directory then
    public static TarPackageReader open(Path file, PackageLayout layout, OpenOptions options) {
        try {
            return new TarPackageReader(file, layout, options);
        } catch (IOException failure) {
            throw Refusal.unreadable(file.toString(), failure);
        }
    }

    private PackageParts unpack(Path file, OpenOptions options) throws IOException {
        try (var compressed = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                var tar = decompress(compressed)) {
            return new TarUnpacker(tar, scratch.path(), contents, packageBytes, options).unpack();
        } catch (EOFException cutOff) {
            throw new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The package ends in the middle.", cutOff);
        } catch (ZstdIOException damaged) {
            var cutOff = String.valueOf(damaged.getMessage()).startsWith("Truncated");
            throw new TempleException(
                    cutOff ? ErrorCode.PACKAGE_TRUNCATED : ErrorCode.PACKAGE_MALFORMED,
                    cutOff ? "The package ends in the middle." : "The package cannot be decompressed: it is damaged.",
                    damaged);
        } catch (ZipException damaged) {
            throw new TempleException(
                    ErrorCode.PACKAGE_MALFORMED, "The package cannot be decompressed: it is damaged.", damaged);
        }
    }

    private InputStream decompress(InputStream compressed) throws IOException {
        return layout == PackageLayout.TAR_GZ
                ? new GZIPInputStream(compressed, 1 << 16)
                : new ZstdInputStream(compressed);
    }

    @Override
    public PackageLayout layout() {
        return layout;
    }

    @Override
    public Json.Obj manifest() {
        return directory.manifest();
    }

    @Override
    public Json.Obj project() {
        return directory.project();
    }

    @Override
    public ProjectState state() {
        return directory.state();
    }

    @Override
    public boolean isForeign() {
        return directory.isForeign();
    }

    @Override
    public Json.Obj unknownFields() {
        return directory.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried() {
        return directory.carried();
    }

    @Override
    public List<LeftOut> leftOut() {
        return directory.leftOut();
    }

    @Override
    public boolean lacksContent() {
        return directory.lacksContent();
    }

    @Override
    public List<String> notices() {
        return directory.notices();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        directory.frames(sink);
    }

    @Override
    public int frameCount() {
        return directory.frameCount();
    }

    @Override
    public Frame frame(int number) {
        return directory.frame(number);
    }

    @Override
    public long rawBytes() {
        return directory.rawBytes();
    }

    @Override
    public long packageBytes() {
        return packageBytes;
    }

    @Override
    public void close() {
        directory.close();
        try (scratch;
                contents) {
            // Closed in this order: the file, then its directory.
        } catch (IOException failure) {
            // The next run sweeps it.
        }
    }
}
