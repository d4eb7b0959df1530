package dev.templedb.analysis.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.analysis.secrets.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The tokens here are put together at run time, so that nobody takes this file for a leak.
class SecretFinderTest {
    private static final String RANDOM = "a8Kz0Qw3Rt9Yp2Lm7Nx4Vb6Hc1Jd5Fg0Ss3Ee8Uu9Ii4Oo2";

    private static List<Finding> find(String name, String text) {
        return SecretFinder.find(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String random(int length) {
        return RANDOM.repeat(4).substring(0, length);
    }

    @ParameterizedTest
    @CsvSource({
        "AWS, AKI, AQ3DZ7KLM2PRSTUVW5", "GITHUB, ghp, _36", "GITHUB, github, _pat_82", "GITLAB, glp, at-20",
        "STRIPE, sk_, live_24", "GOOGLE, AIz, a35", "NPM, npm, _36", "PYPI, pypi, -AgEIcHlwaS5vcmc60"
    })
    void tokens_of_well_known_shapes_are_found(Kind kind, String start, String rest) {
        var digits = rest.replaceAll("^.*?(\\d+)$", "$1");
        var token = kind == Kind.AWS
                ? start + "A" + rest.substring(1, 17)
                : start + rest.substring(0, rest.length() - digits.length()) + random(Integer.parseInt(digits));

        var findings = find("config.txt", "first line is empty of them\nkey: \"" + token + "\"\n");

        assertThat(findings).extracting(Finding::kind).contains(kind);
        assertThat(findings.getFirst().line()).isEqualTo(2);
        assertThat(findings.toString()).doesNotContain(token).doesNotContain(token.substring(token.length() - 8));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, sk-, proj-, 60",
        "OPENAI, s, k-, 48",
        "ANTHROPIC, sk-a, nt-api03-, 90",
        "HUGGING_FACE, h, f_, 34",
        "VAULT, h, vs., 90",
        "STRIPE, wh, sec_, 32"
    })
    void keys_of_further_services_are_found(Kind kind, String start, String rest, int length) {
        assertThat(find("notes.txt", "use " + start + rest + random(length) + "\n"))
                .extracting(Finding::kind)
                .containsExactly(kind);
    }

    @Test
    void keys_of_other_alphabets_are_found() {
        var hex = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
        assertThat(find(
                        "a",
                        "S" + "K" + hex + "\nS" + "G." + random(22) + "." + random(43) + "\ndop" + "_v1_" + hex + hex))
                .extracting(Finding::kind)
                .containsExactly(Kind.TWILIO, Kind.SENDGRID, Kind.DIGITAL_OCEAN);
        assertThat(find("a", "task-" + random(48) + "\nrisk-free-investments-for-everybody-in-the-town\n"))
                .isEmpty();
    }

    @Test
    void files_of_passwords_are_found_by_name() {
        assertThat(find(".netrc", "machine a login b password c\n"))
                .extracting(Finding::kind)
                .containsExactly(Kind.NETRC_FILE);
        assertThat(find(".netrc", "machine a\n")).isEmpty();
        for (var name : List.of("prod.env", ".envrc", "api.staging.env")) {
            assertThat(find(name, "export A=1\n"))
                    .as(name)
                    .extracting(Finding::kind)
                    .containsExactly(Kind.ENV_FILE);
        }
        assertThat(find("example.env", "A=1\n")).isEmpty();
        assertThat(find("app.sample.env", "A=1\n")).isEmpty();
    }

    @Test
    void slack_and_json_web_tokens_are_found() {
        assertThat(find("a", "x" + " xoxb-" + "123456789012-" + "1234567890123-" + random(24) + "\n"))
                .extracting(Finding::kind)
                .containsExactly(Kind.SLACK);
        assertThat(find("a", "Bearer ey" + "J" + random(20) + ".ey" + "J" + random(30) + "." + random(43) + "\n"))
                .extracting(Finding::kind)
                .containsExactly(Kind.JWT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", ""})
    void private_keys_are_found(String type) {
        assertThat(find("id", "-----BEGIN " + type + "PRIVATE KEY" + "-----\nMIIE\n"))
                .extracting(Finding::kind)
                .containsExactly(Kind.PRIVATE_KEY);
        assertThat(find("id", "-----BEGIN " + type + "PUBLIC KEY" + "-----\nMIIE\n"))
                .isEmpty();
    }

    @Test
    void env_files_are_found_by_name_when_they_hold_a_value() {
        assertThat(find(".env", "# c\nA=1\n")).extracting(Finding::kind).containsExactly(Kind.ENV_FILE);
        assertThat(find(".env.production", "A=1\n")).hasSize(1);
        assertThat(find(".env", "# only a comment\nA=\n")).isEmpty();
        assertThat(find(".env.example", "A=1\n")).isEmpty();
        assertThat(find(".env.local.sample", "A=1\n")).isEmpty();
        assertThat(find("env.js", "A=1\n")).isEmpty();
    }

    @Test
    void passwords_in_addresses_are_found() {
        assertThat(find("db.yml", "url: postgres://ada:" + "k3!mP9xQ" + "@db.internal/x\n"))
                .extracting(Finding::kind)
                .containsExactly(Kind.PASSWORD_IN_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: postgres://user:password@localhost/x",
                "url: https://user:${PASSWORD}@example.org/",
                "password: ${DB_PASSWORD_FROM_VAULT}",
                "String apiKey = configuration.getApiKey2();",
                "token = tokenizer.nextToken1().toLowerCase()",
                "password_reset_token_expires_in = 1440minutes2",
                "API_KEY=your-api-key-here-123",
                "secret: com.example.SecretProvider2Implementation",
                "integrity sha512-" + RANDOM,
                "commit 3f786850e387550fdab836ed7e6dc881de23001b",
                "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
                "-----BEGIN CERTIFICATE-----",
                "private static final String PASSWORD_FILE = \"/etc/app/pass2word3/file4\";",
            })
    void what_only_looks_a_little_like_it_is_not_found(String line) {
        assertThat(find("some.file", line + "\n")).isEmpty();
    }

    @Test
    void assignments_of_random_values_are_found_with_their_name_only() {
        var findings = find("settings.py", "DEBUG = 1\nSTRIPE_API_KEY = \"" + random(32) + "\"\n");

        assertThat(findings).extracting(Finding::kind).containsExactly(Kind.ASSIGNMENT);
        assertThat(findings.getFirst().excerpt()).isEqualTo("STRIPE_API_KEY=a8…");
    }

    @Test
    void any_bytes_are_read() {
        var bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        assertThat(SecretFinder.find("x", bytes)).isEmpty();
        assertThat(SecretFinder.find("x", new byte[0])).isEmpty();
    }

    @Test
    void what_was_found_in_one_version_of_a_file_is_found_in_the_next_too() {
        var seen = new SeenLines();
        var text = "a line without anything = at all\nAPI_KEY=" + random(32) + "\n";
        var bytes = text.getBytes(StandardCharsets.UTF_8);

        var first = SecretFinder.find("a", bytes, seen);

        assertThat(first).hasSize(1);
        assertThat(SecretFinder.find("a", bytes, seen)).isEqualTo(first);
    }
}
