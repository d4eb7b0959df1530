package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.FrameAccess;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A directory of format 1.0.0, opened: one of ours, with a state and all objects, or one of another tool, for which a
/// state and a
/// history of one commit are made.
///
/// Opening reads and hashes all of it; [#frames] reads it again and refuses what has changed meanwhile.
public final class DirectoryPackageReader implements OpenPackage, FrameAccess {
    static final long MOST_MANIFEST_BYTES = 8 << 20;

    private final PackageParts parts;
    private final Json.Obj manifest;
    private final Json.Obj project;
    private final Reading reading;
    private final List<String> notices = new ArrayList<>();

    /// What the two kinds of package have each in their way.
    sealed interface Reading permits OwnPackage, ForeignPackage {
        ProjectState state();

        Json.Obj unknownFields();

        default List<CarriedEntry> carried() {
            return List.of();
        }

        List<LeftOut> leftOut();

        default boolean lacksContent() {
            return false;
        }

        List<String> notices();

        void frames(Consumer<Frame> sink);

        int frameCount();

        Frame frame(int number);

        void close();

        long rawBytes();
    }

    private DirectoryPackageReader(PackageParts parts, OpenOptions options) {
        this.parts = parts;
        if (!parts.has(Names.MANIFEST)) {
            throw Refusal.missing(Names.MANIFEST);
        }
        var bytes = parts.read(Names.MANIFEST, MOST_MANIFEST_BYTES);
        this.manifest = PackageParts.parse(Names.MANIFEST, bytes);
        FormatVersion.check(manifest).ifPresent(notices::add);
        this.project = parts.readObject(Names.PROJECT, MOST_MANIFEST_BYTES);
        parts.ignored().forEach(path -> notices.add("%s is no part of the package and was ignored.".formatted(path)));
        this.reading = parts.has(Names.STATE)
                        || parts.has(Names.INDEX)
                        || PackageManifest.contentRoot(manifest).isPresent()
                ? OwnPackage.read(parts, bytes, manifest, project, options)
                : ForeignPackage.read(parts, manifest, project, options);
        notices.addAll(reading.notices());
    }

    /// Opens the directory `root`.
    ///
    /// @throws dev.templedb.core.TempleException when it is no package, or one that cannot be taken
    public static DirectoryPackageReader open(Path root, OpenOptions options) {
        // A directory that is no package may be anything, a home directory for one: it is not looked through.
        requirePackage(root.toString(), name -> Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS));
        return new DirectoryPackageReader(PackageParts.scan(root, options), options);
    }

    /// Opens the package that has these parts.
    ///
    /// @param name what to call it in messages
    static DirectoryPackageReader open(String name, PackageParts parts, OpenOptions options) {
        requirePackage(name, parts::has);
        return new DirectoryPackageReader(parts, options);
    }

    private static void requirePackage(String name, Predicate<String> has) {
        if (Stream.of(Names.MANIFEST, Names.PROJECT, Names.FILES_MANIFEST).noneMatch(has)) {
            throw Refusal.of(ErrorCode.PACKAGE_NOT_RECOGNIZED, name, "is no package: it has no manifest.json");
        }
    }

    @Override
    public PackageLayout layout() {
        return PackageLayout.DIRECTORY;
    }

    @Override
    public Json.Obj manifest() {
        return manifest;
    }

    @Override
    public Json.Obj project() {
        return project;
    }

    @Override
    public ProjectState state() {
        return reading.state();
    }

    @Override
    public boolean isForeign() {
        return reading instanceof ForeignPackage;
    }

    @Override
    public Json.Obj unknownFields() {
        return reading.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried() {
        return reading.carried();
    }

    @Override
    public List<LeftOut> leftOut() {
        return reading.leftOut();
    }

    @Override
    public boolean lacksContent() {
        return reading.lacksContent();
    }

    @Override
    public List<String> notices() {
        return List.copyOf(notices);
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        reading.frames(sink);
    }

    @Override
    public int frameCount() {
        return reading.frameCount();
    }

    @Override
    public Frame frame(int number) {
        return reading.frame(number);
    }

    @Override
    public long rawBytes() {
        return reading.rawBytes();
    }

    @Override
    public long packageBytes() {
        return parts.totalBytes();
    }

    @Override
    public void close() {
        reading.close();
    }
}
