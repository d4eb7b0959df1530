package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants values as secrets, does everything that can be done with secrets, and looks for the values wherever they
/// could
/// have got: logs, errors, the temple, packages, temporary files and the command lines of processes.
@Tag("slow")
class PlantedSecretsTest {
    private static final List<String> PLANTED = List.of("SESAME-one-7f3a", "SESAME-two-91bc", "SESAME-three-c0de");

    @TempDir
    Path scratch;

    @Test
    void planted_values_are_nowhere_but_where_they_were_asked_for() throws Exception {
        var program = new RealProgram(scratch);
        var work = Files.createDirectories(scratch.resolve("work"));
        var names = List.of("one", "two", "three");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(work.resolve(names.get(i)), PLANTED.get(i));
        }
        // Looks into the command lines and environments of all processes while the program runs.
        var watching = """
                watch() { set +e +o pipefail
                  while [ ! -e stop ]; do
                    cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >>cmdlines
                    cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' ' >>environs
                    sleep 0.02
                  done
                  true; }
                """;
        var said = program.must(work, watching + """
                watch & watcher=$!
                ssh-keygen -q -t ed25519 -N '' -C bob -f bob
                log="--verbose --log-file log --log-level debug"
                templedb project create web-app
                templedb $log secret set web-app ONE <one
                templedb $log secret set web-app TWO <two
                templedb $log secret get web-app ONE >got
                templedb $log secret recipients add web-app bob.pub
                templedb $log secret rotate web-app TWO --value <three
                templedb $log secret rotate web-app
                templedb $log secret rename web-app TWO SECOND
                templedb $log secret list web-app --history --format json
                templedb $log sql "SELECT * FROM secret_versions" --format json
                for layout in file directory tar.zst; do
                  templedb $log cathedral export web-app --output p-$layout --layout $layout --include-secrets
                  templedb $log cathedral export web-app --output q-$layout --layout $layout
                  templedb $log cathedral export web-app --output r-$layout --layout $layout --include-secrets --encrypt-for bob.pub
                done
                templedb $log cathedral import r-file --as theirs --decrypt-secrets --age-key bob
                templedb $log secret revoke web-app bob
                templedb $log secret remove web-app SECOND --yes
                templedb $log audit list --format json
                templedb $log maintain
                """ + errors() + """
                touch stop; wait $watcher; cmp one got; rm -f one two three got
                """);

        assertThat(said).contains("Encrypted 2 secrets of web-app again.", "TDB-1605");
        assertThat(Files.size(work.resolve("cmdlines"))).isPositive();
        for (var planted : PLANTED) {
            assertThat(said).doesNotContain(planted);
        }
        try (var files = Files.walk(scratch)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(PLANTED).as(file.toString()).noneMatch(text::contains);
            }
        }
    }

    /// Every way to do it wrong, of which none may repeat a value.
    private static String errors() {
        return """
                fails() { if "$@"; then echo "should have failed: $1 $2 $3"; exit 1; fi; }
                mkdir -p other; chmod 700 other
                fails templedb $log secret set web-app 'not a name' <one
                fails templedb $log secret set nobody ONE <one
                fails env XDG_CONFIG_HOME=$PWD/other templedb $log secret get web-app ONE
                chmod 644 ~/.config/templedb/keys/*.key
                fails templedb $log secret get web-app ONE
                chmod 600 ~/.config/templedb/keys/*.key
                head -c 3000000 /dev/zero >big; fails templedb $log secret set web-app BIG <big; rm big
                fails templedb $log key import one
                fails templedb $log secret recipients add web-app one
                """;
    }
}
