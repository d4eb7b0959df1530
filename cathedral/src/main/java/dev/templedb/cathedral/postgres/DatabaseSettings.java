package dev.templedb.cathedral.postgres;

import dev.templedb.cathedral.settings.Setting;
import java.util.Optional;

/// The settings of the database.
public final class DatabaseSettings {
    /// Another PostgreSQL than our own; see [DatabaseAddress#parse].
    public static final Setting<Optional<String>> URL = Setting.secret(
            "database.url", "A PostgreSQL to use instead of our own: postgresql://USER:PASSWORD@HOST:5432/DATABASE.");

    /// The size of the pool.
    public static final Setting<Integer> CONNECTIONS =
            Setting.number("database.connections", 20, 2, 1000, "The most connections to the database at once.");

    private DatabaseSettings() {}
}
