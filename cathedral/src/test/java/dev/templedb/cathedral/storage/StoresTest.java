package dev.templedb.cathedral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.core.TempleException;
import dev.templedb.storage.ObjectKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoresTest {
    @TempDir
    Path directory;

    private static Settings settings(Map<String, String> given) {
        return Settings.of(StorageSettings.ALL, List.of(new SettingsSource("test", given)));
    }

    @Test
    void files_lie_in_the_data_directory_or_where_a_setting_says() throws Exception {
        try (var store = Stores.open(settings(Map.of()), directory)) {
            store.put(new ObjectKey("packs/one"), new byte[3]);
        }
        var other = directory.resolve("other");
        try (var store = Stores.open(settings(Map.of("storage.directory", other.toString())), directory)) {
            store.put(new ObjectKey("packs/two"), new byte[3]);
            assertThat(store.traffic().putBytes()).isEqualTo(3);
        }
        assertThat(found("storage")).contains("one").doesNotContain("two");
        assertThat(found("other")).contains("two").doesNotContain("one");
    }

    private List<String> found(String folder) throws Exception {
        try (var files = Files.walk(directory.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void a_bucket_is_used_as_the_settings_say() {
        var config = Stores.bucket(settings(Map.of(
                "storage.endpoint", "http://127.0.0.1:9000",
                "storage.region", "eu-west-3",
                "storage.bucket", "objects",
                "storage.prefix", "registry",
                "storage.path-style", "true",
                "storage.access-key-id", "ada",
                "storage.secret-access-key", "hunter2")));

        assertThat(config.endpoint().orElseThrow()).hasToString("http://127.0.0.1:9000");
        assertThat(config.region()).isEqualTo("eu-west-3");
        assertThat(config.prefix()).isEqualTo("registry/");
        assertThat(config.pathStyle()).isTrue();
        var credentials = config.credentials().orElseThrow().get();
        assertThat(credentials.accessKeyId()).isEqualTo("ada");
        assertThat(credentials.secretAccessKey()).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "storage.region, us-east-1, storage.bucket",
        "storage.secret-access-key, hunter2, storage.access-key-id",
        "storage.prefix, ../up, prefix"
    })
    void settings_that_do_not_go_together_are_refused_without_secrets(String key, String value, String named) {
        var given = key.equals("storage.region") ? Map.of(key, value) : Map.of(key, value, "storage.bucket", "objects");

        assertThatThrownBy(() -> Stores.bucket(settings(given)))
                .isInstanceOf(TempleException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("hunter2");
    }
}
