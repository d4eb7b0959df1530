package dev.templedb.cathedral.storage;

import dev.templedb.cathedral.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of the storage of objects.
public final class StorageSettings {
    /// What keeps the objects.
    public enum Kind {
        FILE,
        S3
    }

    public static final Setting<Kind> KIND = Setting.choice(
            "storage.kind",
            Kind.class,
            Kind.FILE,
            "Where packs are kept: in a directory, or in a bucket with the S3 API.");
    public static final Setting<Optional<Path>> DIRECTORY = Setting.path(
            "storage.directory", "The directory for packs; `storage` in the data directory when nothing is said.");
    public static final Setting<Optional<URI>> ENDPOINT = Setting.url(
            "storage.endpoint", "The address of the S3 service, such as https://s3.example.org; Amazon's own without.");
    public static final Setting<String> REGION =
            Setting.text("storage.region", "us-east-1", "The region of the bucket, which is part of signatures.");
    public static final Setting<Optional<String>> BUCKET = new Setting<>(
            "storage.bucket",
            "",
            "the name of a bucket",
            "The bucket, which is there already; several nodes share it.",
            false,
            value -> Optional.of(value).filter(name -> !name.isBlank()));
    public static final Setting<String> PREFIX = Setting.text(
            "storage.prefix", "", "What the keys in the bucket begin with, such as registry/; nothing by default.");
    public static final Setting<Boolean> PATH_STYLE = Setting.flag(
            "storage.path-style",
            false,
            "Whether the bucket is a part of the path, as most services but Amazon's need it.");
    public static final Setting<Optional<String>> ACCESS_KEY_ID = Setting.secret(
            "storage.access-key-id",
            "The id of the access key; without it, the usual places are looked at (AWS_ACCESS_KEY_ID, files, roles).");
    public static final Setting<Optional<String>> SECRET_ACCESS_KEY =
            Setting.secret("storage.secret-access-key", "The secret of the access key.");
    public static final Setting<Optional<String>> SESSION_TOKEN =
            Setting.secret("storage.session-token", "What a temporary access key has besides.");
    public static final Setting<Optional<Path>> CREDENTIALS_FILE = Setting.path(
            "storage.credentials-file",
            "A file with access_key_id, secret_access_key and session_token, read again when it changes.");
    /// For packs that nothing refers to.
    public static final Setting<Duration> GRACE = Setting.duration(
            "storage.grace", "24 h", "How long a pack that nothing refers to stays, before `gc` removes it.");

    /// All of these.
    public static final List<Setting<?>> ALL = List.of(
            KIND,
            DIRECTORY,
            ENDPOINT,
            REGION,
            BUCKET,
            PREFIX,
            PATH_STYLE,
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            SESSION_TOKEN,
            CREDENTIALS_FILE,
            GRACE);

    private StorageSettings() {}
}
