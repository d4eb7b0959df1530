package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.KeptTime;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads and writes the files of a folder that is a remote. Every file appears whole or not at all.
final class FolderFiles {
    private static final int MOST_BYTES = 1 << 20;

    private FolderFiles() {}

    /// The names in a directory that can be slugs, in order; none when there is no such directory.
    static List<String> slugs(Path directory) {
        return names(directory).stream().filter(FolderFiles::isSlug).toList();
    }

    private static boolean isSlug(String name) {
        try {
            return name.equals(new Slug(name).text());
        } catch (TempleException noSlug) {
            return false;
        }
    }

    /// The names in a directory, in order; none when there is no such directory.
    static List<String> names(Path directory) {
        try (var all = Files.list(directory)) {
            return all.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw unreadable(directory, unreadable);
        }
    }

    /// What `reading` makes of a JSON file; empty when there is no such file.
    ///
    /// @throws TempleException with `REMOTE_DAMAGED` when it is something else
    static <T> Optional<T> read(Path file, Function<Json.Obj, T> reading) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw damaged(file, "it is too large");
            }
            return Optional.of(reading.apply(JsonReader.readObject(bytes)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (InvalidJson | IllegalArgumentException wrong) {
            throw damaged(file, String.valueOf(wrong.getMessage()));
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    /// Writes a new JSON file.
    ///
    /// @return whether it was there before, and so is not written
    static boolean isTaken(Path file, Json.Obj json) {
        directories(file);
        try (var out = AtomicFile.begin(file, Existing.REFUSE)) {
            write(out.channel(), PackageJson.write(json));
            out.commit();
            return false;
        } catch (TempleException failure) {
            if (failure.code() == ErrorCode.PACKAGE_EXISTS) {
                return true;
            }
            throw failure;
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    /// Copies a file to `target`, in the place of one that is there.
    static void copy(Path source, Path target) {
        directories(target);
        try (var out = AtomicFile.begin(target, Existing.REPLACE);
                var in = FileChannel.open(source, StandardOpenOption.READ)) {
            long length = in.size();
            for (long at = 0; at < length; ) {
                at += in.transferTo(at, length - at, out.channel());
            }
            out.commit();
        } catch (IOException failure) {
            throw unwritable(target, failure);
        }
    }

    private static void write(FileChannel out, byte[] bytes) throws IOException {
        for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            out.write(left);
        }
    }

    static void directories(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    static String text(Json.Obj json, String name) {
        return json.text(name).orElseThrow(() -> new IllegalArgumentException("\"%s\" is missing".formatted(name)));
    }

    static Instant time(Json.Obj json, String name) {
        return KeptTime.read(text(json, name))
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not a time".formatted(name)));
    }

    static TempleException damaged(Path file, String why) {
        return new TempleException(
                ErrorCode.REMOTE_DAMAGED,
                "%s is damaged: %s.".formatted(Printable.text(file.toString()), Printable.text(why)));
    }

    private static TempleException unreadable(Path file, IOException failure) {
        return new TempleException(
                ErrorCode.SOURCE_UNREADABLE,
                "%s cannot be read (%s)."
                        .formatted(
                                Printable.text(file.toString()), Printable.text(String.valueOf(failure.getMessage()))),
                failure);
    }

    private static TempleException unwritable(Path file, IOException failure) {
        return new TempleException(
                ErrorCode.TARGET_UNWRITABLE,
                "%s cannot be written (%s)."
                        .formatted(
                                Printable.text(file.toString()), Printable.text(String.valueOf(failure.getMessage()))),
                failure);
    }
}
