package dev.templedb.temple.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents of a package whose maker means harm: each part takes what it can read and leaves the rest, and
/// what it took can be given again.
class HostileDocumentsTest {
    private static final String KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    private static final Map<String, String> GOOD = Map.of(
            "environments/dev.nix",
            "{ pkgs }: pkgs.mkShell { packages = [ pkgs.jdk ]; }\n",
            "environments/default.env",
            "A=1\nB=\"two words\"\nexport C='x'\n",
            "deployments/targets.json",
            "[{\"target_name\": \"prod\", \"host\": \"h\", \"port\": 22, \"secrets\": [\"K\"]}]",
            "deployments/deploy.json",
            "{\"targets\": [{\"target_name\": \"prod\"}], \"triggers\": []}",
            "secrets/recipients.txt",
            KEY + " ada\n",
            "secrets/K.age",
            "age-encryption.org/v1\n-> X25519 abc\nxyz\n--- mac\nbody",
            "metadata/registry.json",
            "{\"team\": {\"active_members\": [\"ada\"], \"recent_contributors\": []}, \"hosting\": {\"open_prs\": [1],"
                    + " \"open_issues\": [], \"stars\": 3, \"last_synced\": \"2026-01-01T00:00:00Z\"}}");
    private static final List<String> BITS = List.of(
            "\0",
            "\"",
            "{",
            "[",
            "}",
            "\\",
            "\n",
            "\r",
            "'",
            "$(",
            "\u202e",
            "9".repeat(400),
            "1e999",
            "-1",
            "null",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"\\ud800\"",
            "[".repeat(5000),
            "a".repeat(100_000),
            "=",
            "../",
            "");

    @TempDir
    Path directory;

    private static byte[] broken(String document, Random random) {
        var text = GOOD.get(document);
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            int from = random.nextInt(text.length() + 1);
            int to = random.nextBoolean() ? from : Math.min(text.length(), from + random.nextInt(12));
            text = text.substring(0, from) + BITS.get(random.nextInt(BITS.size())) + text.substring(to);
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 13})
    void no_document_stops_an_import_and_what_was_taken_is_given_again(int seed) {
        var random = new Random(seed);
        try (var sandbox = new IntakeSandbox(directory)) {
            for (int round = 0; round < 150; round++) {
                long project = FilledTemple.newProject(sandbox.temple(), "p" + seed + "-" + round);
                var documents = new TreeMap<String, byte[]>();
                new TreeSet<>(GOOD.keySet()).forEach(name -> documents.put(name, broken(name, random)));
                assertThatCode(() -> takeAndGive(sandbox, project, documents))
                        .as(() -> documents.toString())
                        .doesNotThrowAnyException();
            }
            assertThat(sandbox.temple().file().integrityCheck()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            deployments/targets.json | [{"target_name": "prod", "port": 1e999}]
            deployments/targets.json | [{"target_name": "prod", "port": 123456789012345678901234567890}]
            metadata/registry.json   | {"hosting": {"open_prs": [9007199254740993], "open_issues": []}}
            metadata/registry.json   | {"hosting": {"last_synced": "-1026-01-01T00:00:00Z"}}
            metadata/registry.json   | {"hosting": {"last_synced": "+10000-01-01T00:00:00Z"}}
            """)
    void numbers_and_times_of_any_size_do_not_stop_an_import(String name, String text) {
        try (var sandbox = new IntakeSandbox(directory)) {
            long project = FilledTemple.newProject(sandbox.temple(), "p");
            var documents = new TreeMap<>(Map.of(name, text.getBytes(StandardCharsets.UTF_8)));

            assertThatCode(() -> takeAndGive(sandbox, project, documents)).doesNotThrowAnyException();
        }
    }

    private static List<String> takeAndGive(IntakeSandbox sandbox, long project, SortedMap<String, byte[]> documents) {
        return sandbox.temple().file().write(tx -> {
            var taken = new ArrayList<String>();
            for (var part : ServiceLoader.load(ProjectPart.class)) {
                var wanted = new TreeMap<>(documents);
                wanted.keySet().removeIf(name -> !part.wants(name));
                taken.addAll(part.take(tx, project, wanted));
                var given = part.give(tx, project);
                given.documents().values().forEach(bytes -> assertThat(bytes).isNotEmpty());
            }
            return taken;
        });
    }

    @Test
    void the_documents_that_are_broken_here_are_good() {
        try (var sandbox = new IntakeSandbox(directory)) {
            var documents = new TreeMap<String, byte[]>();
            GOOD.forEach((name, text) -> documents.put(name, text.getBytes(StandardCharsets.UTF_8)));
            documents.remove("deployments/deploy.json");
            long project = FilledTemple.newProject(sandbox.temple(), "p");
            assertThat(takeAndGive(sandbox, project, documents))
                    .containsExactlyInAnyOrderElementsOf(documents.keySet());
        }
    }
}
