package dev.templedb.packages;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.directory.DirectoryPackageReader;
import dev.templedb.packages.directory.DirectoryPackageWriter;
import dev.templedb.packages.directory.ManifestReplacer;
import dev.templedb.packages.directory.TarPackageReader;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.file.PackageFileWriter;
import dev.templedb.packages.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;

/// Opens packages of every layout, whatever they are called.
public final class Packages {
    private Packages() {}

    /// Opens the package at `path`, by what it holds.
    ///
    /// @throws TempleException with `PACKAGE_NOT_FOUND` when nothing is there, `PACKAGE_NOT_RECOGNIZED` when it is
    /// no package, and
    ///         other codes when it is one that cannot be taken
    public static OpenPackage open(Path path, OpenOptions options) {
        return switch (layout(path)) {
            case DIRECTORY -> DirectoryPackageReader.open(path, options);
            case TAR_ZST -> TarPackageReader.open(path, PackageLayout.TAR_ZST, options);
            case TAR_GZ -> TarPackageReader.open(path, PackageLayout.TAR_GZ, options);
            case FILE -> PackageFileReader.open(path, options);
        };
    }

    /// Writes `source` as a package of `layout` at `target`, which appears whole and durable, or not at all.
    ///
    /// @throws TempleException when it cannot be written; with `USAGE` for `tar.gz`, which is only read
    public static void write(PackageSource source, PackageLayout layout, Path target, Existing existing) {
        if (source.base().isPresent() && layout != PackageLayout.FILE) {
            throw new TempleException(ErrorCode.USAGE, "Incremental packages have the layout file.");
        }
        switch (layout) {
            case FILE -> PackageFileWriter.write(source, target, existing);
            case DIRECTORY -> DirectoryPackageWriter.writeDirectory(source, target, existing);
            case TAR_ZST -> DirectoryPackageWriter.writeTar(source, target, existing);
            case TAR_GZ ->
                throw new TempleException(ErrorCode.USAGE, "Packages are not written as tar.gz; use tar.zst.");
        }
    }

    /// Replaces the manifest of the package at `path` by what `change` makes of it; everything else stays as it is,
    /// byte
    /// for byte, and so does the layout. The package is as before, or changed, and never in between.
    ///
    /// Costs one reading and, but for a directory, one writing of the whole.
    ///
    /// @throws TempleException with `PACKAGE_NOT_RECOGNIZED` when another tool wrote the package; when it cannot be
    ///         opened or written
    public static void rewriteManifest(
            Path path, OpenOptions options, BiFunction<OpenPackage, Json.Obj, Json.Obj> change) {
        try (var opened = open(path, options)) {
            if (opened.isForeign()) {
                throw new TempleException(
                        ErrorCode.PACKAGE_NOT_RECOGNIZED,
                        "Another tool wrote %s, so it has no content root: import it and export it again."
                                .formatted(name(path)));
            }
            var manifest = change.apply(opened, opened.manifest());
            switch (opened) {
                case PackageFileReader file -> file.rewrite(real(path), manifest);
                case TarPackageReader tar -> ManifestReplacer.inTar(real(path), tar.layout(), manifest);
                default -> ManifestReplacer.inDirectory(path, manifest);
            }
        }
    }

    /// A link stays a link.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path;
        }
    }

    /// What the package of a project is called in each layout, such as `web-app.cathedral.tar.zst`.
    public static String fileName(String slug, PackageLayout layout) {
        return slug
                + (layout == PackageLayout.TAR_ZST || layout == PackageLayout.TAR_GZ
                        ? ".cathedral." + layout.word()
                        : ".cathedral");
    }

    /// Says which layout the package at `path` seems to have; reads a few bytes.
    ///
    /// @throws TempleException with `PACKAGE_NOT_FOUND` or `PACKAGE_NOT_RECOGNIZED`
    public static PackageLayout layout(Path path) {
        if (Files.isDirectory(path)) {
            return PackageLayout.DIRECTORY;
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw notRecognized(path);
        }
        try (var in = Files.newInputStream(path)) {
            return layout(HexFormat.of().formatHex(in.readNBytes(4))).orElseThrow(() -> notRecognized(path));
        } catch (java.nio.file.NoSuchFileException none) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_FOUND, "There is no package at %s.".formatted(name(path)), none);
        } catch (IOException failure) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "%s cannot be read (%s)."
                            .formatted(name(path), Printable.text(String.valueOf(failure.getMessage()))),
                    failure);
        }
    }

    private static Optional<PackageLayout> layout(String magic) {
        return switch (magic) {
            case "504b0304" -> Optional.of(PackageLayout.FILE);
            case "28b52ffd" -> Optional.of(PackageLayout.TAR_ZST);
            default -> magic.startsWith("1f8b") ? Optional.of(PackageLayout.TAR_GZ) : Optional.empty();
        };
    }

    private static TempleException notRecognized(Path path) {
        return new TempleException(ErrorCode.PACKAGE_NOT_RECOGNIZED, "%s is no package.".formatted(name(path)));
    }

    private static String name(Path path) {
        return Printable.text(path.toString());
    }
}
