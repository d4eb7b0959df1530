package dev.templedb.cathedral.postgres;

import java.nio.file.Path;

/// How a PostgreSQL of ours is run.
///
/// @param directory where it keeps everything: `data`, `password`, `postgres.log`, `lock`
/// @param binaries  where its programs are unpacked to, once for each version
/// @param durable   whether what is acknowledged survives a crash of the machine; tests go without
public record PostgresOptions(Path directory, Path binaries, boolean durable) {
    /// What the server uses: everything in `directory`, and durable.
    public static PostgresOptions in(Path directory) {
        return new PostgresOptions(directory, directory, true);
    }
}
