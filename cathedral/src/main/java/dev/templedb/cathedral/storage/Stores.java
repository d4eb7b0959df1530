package dev.templedb.cathedral.storage;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.CountingObjectStore;
import dev.templedb.storage.FileObjectStore;
import dev.templedb.storage.ObjectStore;
import dev.templedb.storage.s3.S3Config;
import dev.templedb.storage.s3.S3Credentials;
import dev.templedb.storage.s3.S3CredentialsFile;
import dev.templedb.storage.s3.S3ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens the storage that is set.
public final class Stores {
    private Stores() {}

    /// Opens it, without asking whether it answers.
    ///
    /// @param dataDirectory where the files are if no other directory is set
    /// @throws TempleException with `SETTING_INVALID` when settings are missing or do not go together
    public static CountingObjectStore open(Settings settings, Path dataDirectory) {
        return new CountingObjectStore(
                switch (settings.get(StorageSettings.KIND)) {
                    case FILE -> files(settings, dataDirectory);
                    case S3 -> S3ObjectStore.open(bucket(settings));
                });
    }

    private static ObjectStore files(Settings settings, Path dataDirectory) {
        return FileObjectStore.open(
                settings.get(StorageSettings.DIRECTORY).orElseGet(() -> dataDirectory.resolve("storage")));
    }

    static S3Config bucket(Settings settings) {
        String bucket = settings.get(StorageSettings.BUCKET)
                .orElseThrow(() -> refused("storage.kind is s3, and storage.bucket does not say which bucket."));
        String prefix = settings.get(StorageSettings.PREFIX);
        try {
            return new S3Config(
                    settings.get(StorageSettings.ENDPOINT),
                    settings.get(StorageSettings.REGION),
                    bucket,
                    prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                    settings.get(StorageSettings.PATH_STYLE),
                    credentials(settings),
                    S3Config.DEFAULT_PART_BYTES,
                    S3Config.DEFAULT_PARALLEL_PARTS,
                    S3Config.DEFAULT_ATTEMPTS,
                    S3Config.DEFAULT_CONNECT_TIMEOUT,
                    S3Config.DEFAULT_REQUEST_TIMEOUT);
        } catch (IllegalArgumentException outOfBounds) {
            throw refused("The settings of the storage do not go together: %s.".formatted(outOfBounds.getMessage()));
        }
    }

    private static Optional<Supplier<S3Credentials>> credentials(Settings settings) {
        var file = settings.get(StorageSettings.CREDENTIALS_FILE);
        var id = settings.get(StorageSettings.ACCESS_KEY_ID);
        var secret = settings.get(StorageSettings.SECRET_ACCESS_KEY);
        if (id.isPresent() != secret.isPresent()) {
            throw refused("storage.access-key-id and storage.secret-access-key go together: only one is set.");
        }
        if (file.isPresent() && id.isPresent()) {
            throw refused("storage.credentials-file and storage.access-key-id are both set: one of them is enough.");
        }
        if (file.isPresent()) {
            return Optional.of(new S3CredentialsFile(file.get()));
        }
        return id.map(name -> {
            var credentials =
                    new S3Credentials(name, secret.orElseThrow(), settings.get(StorageSettings.SESSION_TOKEN));
            return () -> credentials;
        });
    }

    private static TempleException refused(String sentence) {
        return new TempleException(ErrorCode.SETTING_INVALID, sentence);
    }
}
