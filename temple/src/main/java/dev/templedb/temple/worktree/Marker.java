package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/// The file `.templedb` of a checked-out directory. It says which checkout this is and nothing that could lead
/// anywhere:
/// what is done follows from the temple's own record, so that a file that somebody else made can do no harm.
///
/// @param checkout which one
/// @param slug     of the project when it was written, for people
/// @param temple   where the temple was, for people
record Marker(UUID checkout, String slug, String temple) {
    /// How the file is called. It is never part of a project.
    static final String NAME = ".templedb";

    private static final String FORMAT = "templedb-checkout-v1";
    private static final int MOST_BYTES = 1 << 16;

    /// The directory at or above `from` that has a marker, if there is one.
    static Optional<Path> find(Path from) {
        for (Path at = from; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(NAME), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /// Reads the marker of `directory`.
    ///
    /// @throws TempleException with `MARKER_INVALID`
    static Marker read(Path directory) {
        var file = directory.resolve(NAME);
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw invalid(file, "it is too long", null);
            }
            var json = JsonReader.readObject(bytes);
            if (!json.text("format").equals(Optional.of(FORMAT))) {
                throw invalid(file, "it does not begin with its format", null);
            }
            return new Marker(
                    UUID.fromString(json.text("checkout").orElse("")),
                    json.text("project").orElse(""),
                    json.text("temple").orElse(""));
        } catch (IOException unreadable) {
            throw invalid(file, "it cannot be read", unreadable);
        } catch (InvalidJson | IllegalArgumentException wrong) {
            throw invalid(file, "it is none of ours", wrong);
        }
    }

    /// Writes the marker into `directory`.
    void write(Path directory) throws IOException {
        var json = Json.Obj.empty()
                .with("format", FORMAT)
                .with("checkout", checkout.toString())
                .with("project", slug)
                .with("temple", temple);
        var text = new String(CanonicalJson.write(json), StandardCharsets.UTF_8) + "\n";
        Files.writeString(
                directory.resolve(NAME),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static TempleException invalid(Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
        return new TempleException(
                ErrorCode.MARKER_INVALID,
                "%s is not the marker of a checked-out directory: %s.".formatted(Printable.text(file.toString()), why),
                cause);
    }
}
