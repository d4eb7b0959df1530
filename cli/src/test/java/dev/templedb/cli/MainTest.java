package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void help_and_version_succeed() {
        assertThat(Main.run("--help")).isZero();
        assertThat(Main.run("version")).isZero();
        assertThat(Main.run()).isZero();
    }

    @Test
    void an_unknown_command_is_wrong_usage() {
        assertThat(Main.run("no-such-command")).isEqualTo(2);
    }

    @Test
    void the_build_writes_the_version_into_the_program() {
        assertThat(ProgramVersion.number()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(new ProgramVersion().getVersion()).containsExactly("templedb " + ProgramVersion.number());
    }
}
