package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    Path home;

    @Test
    void bash_completes_commands_options_and_slugs() throws Exception {
        assertThat(complete("templedb proj")).isEqualTo("project");
        assertThat(complete("templedb project re")).isEqualTo("rename remove");
        assertThat(complete("templedb project list --ki")).isEqualTo("--kind");
        assertThat(complete("templedb --quiet project list --for")).isEqualTo("--format");
        assertThat(complete("templedb project show we")).isEqualTo("web-app");
    }

    @Test
    void bash_completes_the_values_of_options() throws Exception {
        assertThat(complete("templedb project list --format js")).isEqualTo("json");
        assertThat(complete("templedb cathedral export web-app --layout d")).isEqualTo("directory");
        assertThat(complete("templedb cathedral export web-app --output we")).isEmpty();
    }

    @Test
    void zsh_and_fish_have_scripts() {
        var cli = new Cli(home);
        assertThat(cli.must("completion", "zsh")).startsWith("autoload -U +X bashcompinit && bashcompinit\n");
        assertThat(cli.must("completion", "fish"))
                .contains("-n '__fish_use_subcommand' -a project")
                .contains("-a list -d 'List the projects of the temple.'")
                .contains("'Take in what is new in the project\\'s source.'");
    }

    @Test
    void the_commands_on_databases_are_completed_for_both_programs() throws Exception {
        assertThat(complete("templedb db branch sw")).isEqualTo("switch");
        assertThat(complete("templedb db table create --dr")).isEqualTo("--dry-run");
        assertThat(complete("templedb db list --project-")).isEqualTo("--project-dir");
        assertThat(complete("branchdb branch sw")).isEqualTo("switch");
        assertThat(complete("branchdb br")).isEqualTo("branch");
        assertThat(complete("branchdb list --project-")).isEqualTo("--project-dir");
        assertThat(complete("branchdb proj")).isEmpty();
        assertThat(new Cli(home).with("TEMPLEDB_PROGRAM", "branchdb").must("completion", "fish"))
                .contains("complete -c branchdb -f -n '__fish_use_subcommand' -a branch -d ")
                .contains(
                        "complete -c branchdb -f -n '__fish_seen_subcommand_from branch; and not __fish_seen_subcommand_from list create ")
                .doesNotContain("-c templedb", "-a project");
    }

    private String complete(String line) throws Exception {
        String program = line.substring(0, line.indexOf(' '));
        Path script = home.resolve("completion");
        Files.writeString(
                script, new Cli(home).with("TEMPLEDB_PROGRAM", program).must("completion", "bash"));
        String test = """
                templedb() { printf 'slug  name\\n----  ----\\nweb-app  x\\nother  y\\n'; }
                . "$0"
                COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _%s
                echo "${COMPREPLY[*]}"
                """.formatted(program);
        var bash = new ProcessBuilder("bash", "-c", test, script.toString(), line)
                .redirectErrorStream(true)
                .start();
        return new String(bash.getInputStream().readAllBytes()).strip();
    }
}
