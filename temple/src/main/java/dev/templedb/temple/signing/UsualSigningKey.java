package dev.templedb.temple.signing;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file that says with which key the user signs when nothing else is said. It names the key, and holds none.
public record UsualSigningKey(Path file) {
    private static final int MOST_BYTES = 1 << 16;

    /// A key by its name.
    ///
    /// @param isOpenPgp whether it is one of OpenPGP, else of SSH
    /// @param name      an absolute path, or a key of the user's `gpg`; empty for the usual one there
    public record Named(boolean isOpenPgp, String name) {
        /// The key itself.
        public SigningKey key() {
            return isOpenPgp && !name.startsWith("/")
                    ? new SigningKey.OfGpg(name)
                    : new SigningKey.InFile(Path.of(name));
        }
    }

    /// The key that was set.
    ///
    /// @throws TempleException with `SIGNING_SETTING_UNUSABLE` when the file is damaged
    public Optional<Named> find() {
        try (var in = Files.newInputStream(file)) {
            var json = JsonReader.readObject(in.readNBytes(MOST_BYTES));
            var scheme = json.text("scheme").orElse("");
            var name = json.text("key").orElse("");
            if (!scheme.equals("openpgp") && !(scheme.equals("ssh") && name.startsWith("/"))) {
                throw unusable("it names no key", null);
            }
            return Optional.of(new Named(scheme.equals("openpgp"), name));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (InvalidJson | IOException damaged) {
            throw unusable(String.valueOf(damaged.getMessage()), damaged);
        }
    }

    /// Sets the key, in the place of one that was set.
    public void set(Named key) {
        try {
            var json = Json.Obj.empty()
                    .with("scheme", key.isOpenPgp() ? "openpgp" : "ssh")
                    .with("key", key.name());
            AtomicFile.writePrivately(file, PackageJson.write(json));
        } catch (IOException unwritable) {
            throw unusable(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }

    /// Sets none.
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException unwritable) {
            throw unusable(String.valueOf(unwritable.getMessage()), unwritable);
        }
    }

    private TempleException unusable(String why, @Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.SIGNING_SETTING_UNUSABLE,
                "%s cannot be used (%s).".formatted(Printable.text(file.toString()), Printable.text(why)),
                cause);
    }
}
