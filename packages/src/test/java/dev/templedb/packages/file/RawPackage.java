package dev.templedb.packages.file;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.samples.SampleProject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/// The entries of a package, to be changed and put together again in ways that our writer never would.
final class RawPackage {
    /// One entry; its header says what it likes.
    record Part(String name, byte[] content, byte[] header) {
        static Part of(String name, byte[] content) {
            var crc = new CRC32();
            crc.update(content);
            return new Part(
                    name, content, ZipFormat.local(new ZipEntry(name, content.length, (int) crc.getValue(), 0)));
        }

        Part withHeader(int offset, int value, int width) {
            var changed = ByteBuffer.wrap(header.clone()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            if (width == 2) {
                changed.putShort(offset, (short) value);
            } else {
                changed.putInt(offset, value);
            }
            return new Part(name, content, changed.array());
        }
    }

    final List<Part> parts = new ArrayList<>();

    private static final byte[] SMALL = bytesOf(SampleProject.small());

    static RawPackage small() {
        return read(SMALL);
    }

    static RawPackage of(SampleProject project) {
        return read(bytesOf(project));
    }

    static byte[] bytesOf(SampleProject project) {
        try {
            var directory = Files.createTempDirectory("raw-package");
            var file = directory.resolve("a.cathedral");
            PackageFileWriter.write(project.source(), file, Existing.REFUSE);
            var bytes = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(directory);
            return bytes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static RawPackage read(byte[] file) {
        var read = new RawPackage();
        var bytes = ByteBuffer.wrap(file).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (bytes.getInt(at) == ZipFormat.LOCAL_SIGNATURE) {
            int length = bytes.getInt(at + 22);
            int name = bytes.getShort(at + 26);
            int content = at + ZipFormat.LOCAL_HEADER + name;
            read.parts.add(Part.of(
                    new String(file, at + ZipFormat.LOCAL_HEADER, name, StandardCharsets.US_ASCII),
                    java.util.Arrays.copyOfRange(file, content, content + length)));
            at = content + length;
        }
        return read;
    }

    int indexOf(String name) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    byte[] content(String name) {
        return parts.get(indexOf(name)).content();
    }

    RawPackage set(String name, byte[] content) {
        parts.set(indexOf(name), Part.of(name, content));
        return this;
    }

    RawPackage add(String name, String content) {
        parts.add(Part.of(name, content.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    RawPackage remove(String name) {
        parts.remove(indexOf(name));
        return this;
    }

    RawPackage change(String name, UnaryOperator<Part> change) {
        int i = indexOf(name);
        parts.set(i, change.apply(parts.get(i)));
        return this;
    }

    Json.Obj json(String name) {
        try {
            return JsonReader.readObject(content(name));
        } catch (JsonReader.InvalidJson invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }

    RawPackage changeJson(String name, UnaryOperator<Json.Obj> change) {
        return set(name, PackageJson.write(change.apply(json(name))));
    }

    /// Puts other frames in, with an index that names them.
    RawPackage frames(List<Frame> frames) {
        var all = new ByteArrayOutputStream();
        frames.forEach(frame -> all.writeBytes(frame.compressed()));
        set(
                EntryNames.INDEX,
                new FrameIndex(frames.stream().map(FrameIndex.Entry::of).toList()).write());
        return set(EntryNames.frames(1), all.toByteArray());
    }

    /// Makes the manifest name the entries as they are now.
    RawPackage relist() {
        var lines = parts.stream()
                .skip(1)
                .map(part -> new FileManifest.Line(part.name(), part.content().length, Sha256.of(part.content())))
                .toList();
        var entries = new Json.Arr(lines.stream()
                .<Json>map(line -> Json.Obj.empty()
                        .with("name", line.name())
                        .with("bytes", line.bytes())
                        .with("sha256", line.sha256().hex()))
                .toList());
        return changeJson(
                EntryNames.MANIFEST,
                manifest -> manifest.with("entries", entries).with("checksums", FileManifest.checksums(lines)));
    }

    /// The whole file, with a directory that fits.
    byte[] bytes() {
        return bytes(new byte[0]);
    }

    /// The whole file, with some bytes before the directory.
    byte[] bytes(byte[] beforeDirectory) {
        var out = new ByteArrayOutputStream();
        var entries = new ArrayList<ZipEntry>();
        for (var part : parts) {
            var header = ByteBuffer.wrap(part.header()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            entries.add(new ZipEntry(part.name(), part.content().length, header.getInt(14), out.size()));
            out.writeBytes(part.header());
            out.writeBytes(part.content());
        }
        out.writeBytes(beforeDirectory);
        out.writeBytes(ZipFormat.directory(entries));
        return out.toByteArray();
    }

    /// Opens and verifies everything.
    static void verify(Path file) {
        try (var opened = PackageFileReader.open(file, OpenOptions.strict(file.getParent(), Progress.NONE))) {
            PackageChecker.verify(opened, 2, Progress.NONE);
        }
    }
}
