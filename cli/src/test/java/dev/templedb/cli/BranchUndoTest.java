package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `templedb db branch undo` says, asks and refuses.
class BranchUndoTest {
    @TempDir
    Path home;

    @BeforeEach
    void set_up() {
        db("create app");
        db("table create users name:TEXT");
    }

    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    private String db(String line) {
        return cli().must(("db " + line).split(" "));
    }

    @Test
    void a_change_with_rows_is_taken_back_only_when_somebody_says_so() {
        db("column add users age INTEGER");
        db("data insert users --data {\"name\":\"Ada\",\"age\":36}");

        var piped = cli().line("db branch undo");
        assertThat(piped.code()).isEqualTo(4);
        assertThat(piped.err())
                .contains(
                        "Error TDB-2090: Taking back the last change of main would lose 1 value of users.age in 1 tenant.")
                .contains("--yes");

        var no = cli().atTerminal("n\n").line("db branch undo");
        assertThat(no.code()).isEqualTo(1);
        assertThat(no.err())
                .contains(
                        "This takes back the last change of main:\n  add_column users.age\n",
                        "It loses 1 value of users.age in 1 tenant, and nothing brings that back.",
                        "Take it back? [y/N] ",
                        "Nothing was changed.");
        assertThat(db("query SELECT*FROM/**/users --format json")).contains("\"age\": 36");

        assertThat(cli().atTerminal("y\n").line("db branch undo").out())
                .contains("Took back the last change of main: add_column users.age.");
        assertThat(db("column list users --format csv")).doesNotContain("age");
    }

    @Test
    void it_says_when_what_was_dropped_is_not_kept_any_more() {
        db("data insert users --data {\"name\":\"Ada\"}");
        db("column drop users name --yes");
        assertThat(db("branch undo --format json")).contains("\"kept\": true");
        assertThat(db("query SELECT*FROM/**/users --format json")).contains("\"name\": \"Ada\"");
        db("column drop users name --yes");
        db("branch create feat");
        db("column add users age INTEGER --branch feat");
        db("branch merge-into-main feat");
        db("branch undo");

        assertThat(db("branch undo --dry-run"))
                .contains("drop_column users.name\nWhat it dropped comes back empty: it was kept until the next merge");
        assertThat(db("branch undo"))
                .isEqualTo(
                        "Took back the last change of main: drop_column users.name. What it dropped comes back empty:"
                                + " it was kept until the next merge, or for thirty days.\n");
    }

    @Test
    void yes_takes_back_rows_in_a_pipe_and_the_outcome_says_which() {
        db("data insert users --data {\"name\":\"Ada\"}");

        var json = db("branch undo --yes --format json");

        assertThat(json)
                .contains(
                        "\"type\": \"create_table\"", "\"entity\": \"users\"", "\"rows\": 1", "\"merged_from\": null");
        assertThat(db("table list --format csv")).doesNotContain("users");
    }

    @Test
    void what_loses_nothing_is_taken_back_without_a_question() {
        db("table create teams");
        assertThat(db("branch undo")).isEqualTo("Took back the last change of main: create_table teams.\n");
    }

    @Test
    void a_dry_run_says_what_it_would_take_back_and_what_would_go() {
        db("branch create feat");
        db("column add users age INTEGER --branch feat");
        db("table create teams name:TEXT --branch feat");
        db("branch merge-into-main feat");
        db("data insert users --data {\"name\":\"Ada\",\"age\":36}");

        assertThat(db("branch undo --dry-run"))
                .startsWith(
                        "It would take back the merge of feat into main:\n  create_table teams\n  add_column users.age\n")
                .contains("D02 users.age: drops a column with its values (1 row in 1 tenant).")
                .contains("drop_table teams")
                .contains("Nothing was changed.");
        assertThat(db("table list --format csv")).contains("teams");
    }

    @Test
    void a_direct_change_of_a_protected_branch_is_not_taken_back() {
        db("branch protect main");

        var run = cli().line("db branch undo --yes");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("The branch 'main' is protected: merges into it can be taken back");
    }
}
