package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    @TempDir
    Path home;

    static List<String> commands() {
        return Catalogue.ENTRIES.stream().map(Catalogue.Entry::name).toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself(String command) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        String help = new Cli(home).must(words.toArray(String[]::new));

        Golden.assertMatches("help/" + command.replace(' ', '-') + ".txt", help);
        assertThat(help.lines()).allMatch(line -> line.length() <= 80 || line.startsWith("  templedb"));
        if (!Catalogue.isGroup(command)) {
            assertThat(help).contains("\nExamples:\n", "\nExit codes:\n", "Usage: templedb " + command);
        }
        assertThat(new Cli(home).must(("help " + command).split(" "))).isEqualTo(help);
    }

    @Test
    void the_program_explains_itself() {
        String help = new Cli(home).must("--help");

        Golden.assertMatches("help/templedb.txt", help);
        assertThat(new Cli(home).must()).isEqualTo(help);
        assertThat(new Cli(home).must("help")).isEqualTo(help);
        assertThat(new Cli(home).must("-h")).isEqualTo(help);
    }

    @Test
    void help_needs_no_arguments_and_no_temple() {
        assertThat(new Cli(home).run("project", "--help", "show").code()).isZero();
        assertThat(new Cli(home).must("project")).isEqualTo(new Cli(home).must("project", "--help"));
        assertThat(new Cli(home).temple()).doesNotExist();
    }

    @Test
    void help_fills_the_terminal_within_reason() {
        String wide = new Cli(home).atTerminal("").with("COLUMNS", "300").must("project", "edit", "--help");
        String narrow = new Cli(home).atTerminal("").with("COLUMNS", "10").must("project", "edit", "--help");

        assertThat(wide.lines()).allMatch(line -> line.length() <= 100);
        assertThat(narrow.lines().count()).isGreaterThan(wide.lines().count());
    }

    @Test
    void help_of_an_unknown_command_is_wrong_usage() {
        var run = new Cli(home).run("help", "project", "lsit");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("There is no command project lsit. Did you mean list?");
    }
}
