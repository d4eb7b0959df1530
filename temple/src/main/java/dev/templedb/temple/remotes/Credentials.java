package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicFile;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.JsonReader.InvalidJson;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The file with the tokens for servers, one for each address. Nobody but its owner may read it.
public record Credentials(Path file) {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");
    private static final int MOST_BYTES = 1 << 20;
    private static final String SERVERS = "servers";

    /// Who is signed in where.
    ///
    /// @param token never to be shown
    public record Entry(String username, String token) {
        @Override
        public String toString() {
            return username;
        }
    }

    /// Who is signed in to a server.
    ///
    /// @throws TempleException with `CREDENTIALS_UNUSABLE` when others may read the file, or it is damaged
    public Optional<Entry> find(String address) {
        var entry = read().object(SERVERS).object(address);
        return entry.text("token").map(token -> new Entry(entry.text("username").orElse(""), token));
    }

    /// Keeps a token, in the place of one that is there.
    public void put(String address, Entry entry) {
        var all = read();
        write(all.with(
                SERVERS,
                all.object(SERVERS)
                        .with(
                                address,
                                Json.Obj.empty()
                                        .with("username", entry.username())
                                        .with("token", entry.token()))));
    }

    /// Forgets a token.
    ///
    /// @return whether there was one
    public boolean remove(String address) {
        var all = read();
        boolean isThere = all.object(SERVERS).get(address) != null;
        if (isThere) {
            write(all.with(SERVERS, all.object(SERVERS).without(address)));
        }
        return isThere;
    }

    private Json.Obj read() {
        try (var in = Files.newInputStream(file)) {
            requirePrivate();
            var bytes = in.readNBytes(MOST_BYTES + 1);
            return JsonReader.readObject(bytes);
        } catch (NoSuchFileException none) {
            return Json.Obj.empty();
        } catch (InvalidJson broken) {
            throw new TempleException(
                    ErrorCode.CREDENTIALS_UNUSABLE,
                    "%s is damaged.".formatted(Printable.text(file.toString())),
                    broken);
        } catch (IOException unreadable) {
            throw unusable(unreadable);
        }
    }

    private void requirePrivate() throws IOException {
        var others = Files.getPosixFilePermissions(file);
        if (!OWN.containsAll(others)) {
            throw new TempleException(
                    ErrorCode.CREDENTIALS_UNUSABLE,
                    "Others may read %s, which holds the keys to your accounts."
                            .formatted(Printable.text(file.toString())));
        }
    }

    private void write(Json.Obj all) {
        try {
            AtomicFile.writePrivately(file, PackageJson.write(all));
        } catch (IOException unwritable) {
            throw unusable(unwritable);
        }
    }

    private TempleException unusable(IOException failure) {
        return new TempleException(
                ErrorCode.CREDENTIALS_UNUSABLE,
                "%s cannot be used (%s)."
                        .formatted(
                                Printable.text(file.toString()), Printable.text(String.valueOf(failure.getMessage()))),
                failure);
    }
}
