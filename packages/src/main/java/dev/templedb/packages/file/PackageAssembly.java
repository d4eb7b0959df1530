package dev.templedb.packages.file;

import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.json.PackageJson;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts a package of one file together from a description and frames that lie elsewhere, without copying them: the
/// result says which bytes stand before, between and behind the frames.
///
/// The same description, base and frames give the same bytes, and those that [PackageFileWriter] would have written.
/// Memory grows with the frame index.
public final class PackageAssembly {
    /// A part of the package's bytes.
    public sealed interface Part {
        /// Bytes as they are.
        record Bytes(byte[] bytes) implements Part {}

        /// A part of all frames, end to end.
        ///
        /// @param from   of how many bytes of frames this comes behind
        /// @param length in bytes
        record Frames(long from, long length) implements Part {}
    }

    private PackageAssembly() {}

    /// The parts of the whole package, in order. Its frames must all have been added.
    ///
    /// @param base what the package builds on; empty for a whole one
    public static List<Part> parts(PackageDescription description, Optional<PackageBase> base, PackageFrames frames) {
        var layout = new Layout();
        contents(description, base, frames).forEach(layout::add);
        return layout.finish();
    }

    private static List<ZipWriter.Content> contents(
            PackageDescription description, Optional<PackageBase> base, PackageFrames frames) {
        var index = frames.index();
        var contents = new ArrayList<ZipWriter.Content>();
        contents.add(ZipWriter.Content.of(EntryNames.STATE, description.state().bytes()));
        entries(description, true).forEach(contents::add);
        contents.add(ZipWriter.Content.of(EntryNames.INDEX, index.write()));
        contents.addAll(frames.parts());
        entries(description, false).forEach(contents::add);
        var lines = contents.stream()
                .map(content -> new FileManifest.Line(content.name(), content.bytes(), content.sha256()))
                .toList();
        var manifest = FileManifest.again(description, base, index, lines);
        contents.addFirst(ZipWriter.Content.of(EntryNames.MANIFEST, PackageJson.write(manifest)));
        return contents;
    }

    private static List<ZipWriter.Content> entries(PackageDescription description, boolean known) {
        return description.entries().stream()
                .filter(entry -> EntryNames.isKnown(entry.name()) == known)
                .map(entry -> ZipWriter.Content.of(entry.name(), entry.content()))
                .toList();
    }

    /// The entries as they stand in the file; bytes that follow each other become one part.
    private static final class Layout {
        private final List<ZipEntry> entries = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long position;

        void add(ZipWriter.Content content) {
            var entry = new ZipEntry(content.name(), content.bytes(), content.crc32(), position);
            entries.add(entry);
            bytes.writeBytes(ZipFormat.local(entry));
            if (content.position() < 0) {
                bytes.writeBytes(content.inMemory());
            } else {
                endBytes();
                parts.add(new Part.Frames(content.position(), content.bytes()));
            }
            position = entry.end();
        }

        private void endBytes() {
            parts.add(new Part.Bytes(bytes.toByteArray()));
            bytes = new ByteArrayOutputStream();
        }

        List<Part> finish() {
            bytes.writeBytes(ZipFormat.directory(entries));
            endBytes();
            return List.copyOf(parts);
        }
    }
}
