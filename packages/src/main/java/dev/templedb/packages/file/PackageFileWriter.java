package dev.templedb.packages.file;

import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Writes a package as one file. The bytes depend on the source alone: same state, same frames and same writer, same
/// bytes.
public final class PackageFileWriter {
    private static final long LARGEST_README = 4 << 20;

    private PackageFileWriter() {}

    /// What was written.
    ///
    /// @param contentRoot  of the state in the package
    /// @param packageBytes length of the file
    public record Written(Sha256 contentRoot, long packageBytes) {}

    /// Writes `source` to the file `target`, which appears whole and durable, or not at all. The frames are written
    /// twice, once to
    /// a scratch file beside the target; memory stays at a few frames.
    ///
    /// @throws TempleException with `PACKAGE_EXISTS` when the target is there and is to stay; `DISK_FULL` or
    ///         `PACKAGE_UNWRITABLE` when it cannot be written; whatever the source throws
    public static Written write(PackageSource source, Path target, Existing existing) {
        try (var file = AtomicFile.begin(target, existing)) {
            long bytes = write(source, file);
            file.commit();
            return new Written(source.state().root(), bytes);
        } catch (UncheckedIOException failure) {
            throw DiskErrors.writing(target, Objects.requireNonNull(failure.getCause()));
        } catch (IOException failure) {
            throw DiskErrors.writing(target, failure);
        }
    }

    private static long write(PackageSource source, AtomicFile file) throws IOException {
        var spool = new FrameSpool(file.scratch());
        try (var step = source.progress().beginBytes("Collecting objects", source.rawBytes())) {
            source.frames(frame -> {
                spool.accept(frame);
                step.advance(frame.layout().rawBytes());
            });
        }
        var zip = new ZipWriter(file.channel());
        var contents = contents(source, spool);
        try (var step = source.progress()
                .beginBytes(
                        "Writing the package",
                        contents.stream().mapToLong(ZipWriter.Content::bytes).sum())) {
            for (var content : contents) {
                zip.add(content, spool.scratch());
                step.advance(content.bytes());
            }
        }
        return zip.finish();
    }

    private static List<ZipWriter.Content> contents(PackageSource source, FrameSpool spool) throws IOException {
        var state = source.state();
        var statistics = new Statistics(source.files());
        var project =
                ProjectDocument.of(state, statistics, source.unknownFields().object("project"));
        var index = spool.index();
        var contents = new ArrayList<ZipWriter.Content>();
        contents.add(ZipWriter.Content.of(EntryNames.STATE, state.bytes()));
        contents.add(json(EntryNames.PROJECT, project));
        contents.add(json(EntryNames.STATISTICS, statistics.document()));
        contents.add(json(EntryNames.TAGS, tags(state.json(), state.project())));
        var readme = readme(source);
        if (readme.isPresent()) {
            contents.add(readme.get());
        }
        contents.add(ZipWriter.Content.of(EntryNames.INDEX, index.write()));
        contents.addAll(spool.parts());
        for (var entry : source.carried(PackageLayout.Family.FILE)) {
            contents.add(spool.carry(entry));
        }
        var lines = contents.stream()
                .map(content -> new FileManifest.Line(content.name(), content.bytes(), content.sha256()))
                .toList();
        contents.addFirst(json(EntryNames.MANIFEST, FileManifest.of(source, statistics, index, lines)));
        return contents;
    }

    private static ZipWriter.Content json(String name, Json json) {
        return ZipWriter.Content.of(name, PackageJson.write(json));
    }

    /// The project's tags (labels, not git's).
    private static Json tags(Json.Obj state, Json.Obj project) {
        var own = state.list("tags");
        return new Json.Arr(own.isEmpty() ? project.object("metadata").list("tags") : own);
    }

    /// A README at the root of the tree, the way hosting sites look for it: Markdown before others, then by name.
    private static Optional<ZipWriter.Content> readme(PackageSource source) throws IOException {
        var found = source.files().stream().filter(PackageFileWriter::isReadme).min((a, b) -> {
            int markdown = Boolean.compare(isMarkdown(b), isMarkdown(a));
            return markdown != 0 ? markdown : a.displayPath().compareTo(b.displayPath());
        });
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (var in = source.objects().openBlob(found.get().blob())) {
            return Optional.of(ZipWriter.Content.of(EntryNames.README, in.readAllBytes()));
        }
    }

    private static boolean isReadme(PackagedFile file) {
        var name = file.displayPath().toLowerCase(Locale.ROOT);
        return (file.mode() & 0170000) == 0100000
                && file.bytes() <= LARGEST_README
                && (name.equals("readme") || name.startsWith("readme."))
                && name.indexOf('/') < 0;
    }

    private static boolean isMarkdown(PackagedFile file) {
        return file.displayPath().toLowerCase(Locale.ROOT).equals("readme.md");
    }
}
