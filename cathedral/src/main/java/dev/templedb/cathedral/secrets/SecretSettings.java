package dev.templedb.cathedral.secrets;

import dev.templedb.cathedral.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The settings of the keys that encrypt secrets in the database.
public final class SecretSettings {
    public static final Setting<Optional<String>> KEYS = Setting.secret(
            "auth.secret-keys",
            "Keys that encrypt secrets in the database, 32 bytes in base 64 each, between commas: the first one encrypts.");
    public static final Setting<Optional<Path>> KEY_FILE = Setting.path(
            "auth.secret-key-file",
            "A file with these keys, one a line, for its owner alone; `secret-key` in the data directory when nothing is said.");

    /// All of them.
    public static final List<Setting<?>> ALL = List.of(KEYS, KEY_FILE);

    private SecretSettings() {}
}
