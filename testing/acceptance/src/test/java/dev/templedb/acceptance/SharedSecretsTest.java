package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets go to those who work on a project on a server, once their keys are confirmed, and to nobody else.
class SharedSecretsTest {
    /// Long enough that the database, which compresses, has seven bytes of it in a row.
    private static final String VALUE = "planted:Zq7vX2mK9wR4tJ8pL3hN6bF1";

    private static final String PLAIN = "plain-text-of-a-file:Yc5dG0sV8kQ2";

    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static RealProgram ada;
    private static RealProgram bob;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        ada = new RealProgram(folder.resolve("ada"));
        bob = new RealProgram(folder.resolve("bob"));
    }

    private static String registered(String name) {
        return """
                echo 'correct horse battery' >password.txt
                templedb cathedral login "$1" --register --username %1$s --email %1$s@example.org --password-stdin <password.txt
                """.formatted(name);
    }

    @Test
    void secrets_follow_the_people_of_a_project_and_the_server_has_no_value_of_them() throws Exception {
        ada.must(registered("sue") + """
                git init -q -b main src && echo "$2" >src/a.txt && git -C src add . && git -C src commit -qm Begin
                templedb project import ./src --slug vault
                printf '%s' "$3" | templedb secret set vault API_KEY
                """, server.address(), PLAIN, VALUE);
        ada.must("templedb cathedral push vault --visibility private --include-secrets");
        bob.must(registered("tom") + """
                templedb key generate
                templedb cathedral key add
                """, server.address());
        var key = bob.must("templedb key list --format json").replaceAll("(?s).*\"(age1[a-z0-9]+)\".*", "$1");

        assertThat(ada.must("""
                        templedb cathedral collaborator add sue/vault --user tom --role contributor
                        templedb var set vault A=1
                        templedb cathedral push vault
                        """))
                .contains("tom has a key that nobody has confirmed here")
                .contains("--trust-key " + key);
        bob.must("templedb cathedral pull sue/vault");
        assertThat(bob.run("templedb secret get vault API_KEY").out())
                .contains("TDB-1605")
                .doesNotContain(VALUE);

        assertThat(ada.must("templedb cathedral push vault --trust-key " + key)).contains("for tom, too");
        bob.must("templedb cathedral sync vault");
        assertThat(bob.must("templedb secret get vault API_KEY").strip()).isEqualTo(VALUE);

        assertThat(ada.must("templedb cathedral collaborator remove sue/vault --user tom"))
                .contains("They could read API_KEY");
        assertThat(ada.must("templedb cathedral push vault && templedb secret list vault --format json"))
                .doesNotContain(VALUE);

        requireNowhere();
    }

    /// Looks into every file of the server, the database and the objects, and into what is compressed there.
    private static void requireNowhere() throws IOException {
        int plain = 0;
        try (var files = Files.walk(server.directory())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readAllBytes(file);
                for (var bytes : List.of(content, decompressed(content))) {
                    var text = new String(bytes, StandardCharsets.ISO_8859_1);
                    plain += text.contains(PLAIN) ? 1 : 0;
                    for (int at = 0; at + 7 <= VALUE.length(); at++) {
                        assertThat(text.contains(VALUE.substring(at, at + 7)))
                                .as("%s has %s", file, VALUE.substring(at, at + 7))
                                .isFalse();
                    }
                }
            }
        }
        assertThat(plain).as("what is not secret is found this way").isPositive();
    }

    /// All that is in the frames of a file, one after the other.
    private static byte[] decompressed(byte[] content) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int at = 0; at + 4 <= content.length; at++) {
            if (content[at] == 0x28
                    && content[at + 1] == (byte) 0xB5
                    && content[at + 2] == 0x2F
                    && content[at + 3] == (byte) 0xFD) {
                try (var in = new ZstdInputStream(
                                new ByteArrayInputStream(Arrays.copyOfRange(content, at, content.length)))
                        .setContinuous(false)) {
                    in.transferTo(all);
                } catch (IOException endOfFrame) {
                    // What follows the frame is none; it is looked at by itself.
                }
            }
        }
        return all.toByteArray();
    }
}
