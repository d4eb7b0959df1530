package dev.templedb.temple.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.deployments.DeploymentTargets;
import dev.templedb.temple.deployments.Target;
import dev.templedb.temple.deployments.TargetChange;
import dev.templedb.temple.environments.Environments;
import dev.templedb.temple.variables.Variables;
import dev.templedb.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands change and take away of a project comes back for 30 days.
class UndoneChangesTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private Temple temple;
    private Projects projects;
    private RemovedProjects removed;
    private Variables variables;

    @BeforeEach
    void open(@TempDir Path directory) {
        temple = Temple.open(directory.resolve("temple.sqlite"), clock, "ada");
        projects = new Projects(temple);
        removed = projects.removed();
        variables = new Variables(temple);
        projects.create(new Slug("p"), ProjectFields.named("P"));
    }

    @AfterEach
    void close() {
        assertThat(temple.file().integrityCheck()).isEmpty();
        new Audit(temple).verify(Optional.empty());
        temple.close();
    }

    private void set(Map<String, String> values, boolean others) {
        variables.set("p", "prod", values, others);
    }

    private Map<String, String> variables() {
        var values = new TreeMap<String, String>();
        variables.list("p").forEach(one -> values.put(one.environment() + "/" + one.name(), one.value()));
        return values;
    }

    private List<String> summaries() {
        return removed.list().stream().map(RemovedProject::summary).toList();
    }

    private void refuses(ErrorCode code) {
        var before = variables();
        assertThat(catchThrowableOfType(TempleException.class, () -> removed.undo())
                        .code())
                .isEqualTo(code);
        assertThat(variables()).isEqualTo(before);
    }

    @Test
    void removed_variables_come_back() {
        set(Map.of("A", "a", "B", "b", "C", "c"), false);
        assertThat(removed.list()).isEmpty();
        variables.remove("p", "prod", List.of("A", "B"));
        assertThat(summaries()).containsExactly("var remove A, B (prod)");

        assertThat(removed.undo())
                .isInstanceOfSatisfying(
                        Restoration.Undone.class,
                        undone -> assertThat(undone.isReversible()).isFalse());

        assertThat(variables()).isEqualTo(Map.of("prod/A", "a", "prod/B", "b", "prod/C", "c"));
        assertThat(removed.list()).isEmpty();
    }

    @Test
    void an_import_that_replaces_is_undone_as_a_whole_and_undone_again() {
        set(Map.of("A", "a", "B", "b"), false);
        set(Map.of("B", "other", "C", "new"), true);
        assertThat(summaries()).containsExactly("var set A, B (prod)");

        removed.undo();
        assertThat(variables()).isEqualTo(Map.of("prod/A", "a", "prod/B", "b"));
        assertThat(summaries()).containsExactly("undo of var set A, B (prod)");

        removed.undo();
        assertThat(variables()).isEqualTo(Map.of("prod/B", "other", "prod/C", "new"));
        assertThat(summaries()).containsExactly("redo of var set A, B (prod)");
        removed.undo();
        assertThat(summaries()).containsExactly("undo of var set A, B (prod)");
    }

    @Test
    void what_has_become_something_else_since_is_left_alone() {
        set(Map.of("A", "a", "B", "b"), false);
        variables.remove("p", "prod", List.of("A", "B"));
        set(Map.of("B", "mine"), false);
        refuses(ErrorCode.CHANGED_SINCE);

        set(Map.of("B", "b"), false);
        refusesNothing();
        assertThat(variables()).isEqualTo(Map.of("prod/A", "a", "prod/B", "b"));
    }

    /// The newest entry is that of `B`, which was set once more; the one below it can be undone, too.
    private void refusesNothing() {
        removed.undo(removed.list().getLast().undoId());
    }

    @Test
    void a_number_is_never_given_again() {
        set(Map.of("A", "a"), false);
        variables.remove("p", "prod", List.of("A"));
        long noted = removed.list().getFirst().undoId();
        removed.undo(noted);

        variables.remove("p", "prod", List.of("A"));

        assertThat(catchThrowableOfType(TempleException.class, () -> removed.undo(noted))
                        .code())
                .isEqualTo(ErrorCode.NOTHING_TO_UNDO);
        assertThat(removed.list().getFirst().undoId()).isGreaterThan(noted);
    }

    @Test
    void what_cannot_come_back_beside_a_new_project_says_how_it_can() {
        set(Map.of("A", "a"), false);
        variables.remove("p", "prod", List.of("A"));
        projects.remove("p");
        projects.create(new Slug("p"), ProjectFields.named("New"));

        assertThat(catchThrowableOfType(TempleException.class, () -> removed.undo(1)))
                .hasMessage(
                        "That cannot be undone, because its project p is not there any more (the project p of now is"
                                + " another one); `templedb undo 2` brings it back, that comes first.");
        refuses(ErrorCode.SLUG_TAKEN_SINCE);

        projects.rename("p", new Slug("new"));
        removed.undo(2);
        removed.undo(1);
        assertThat(variables()).isEqualTo(Map.of("prod/A", "a"));
    }

    @Test
    void a_change_of_a_project_that_is_gone_waits_for_it() {
        set(Map.of("A", "a"), false);
        variables.remove("p", "prod", List.of("A"));
        projects.remove("p");
        var change = removed.list().getLast();
        assertThat(catchThrowableOfType(TempleException.class, () -> removed.undo(change.undoId()))
                        .code())
                .isEqualTo(ErrorCode.NOTHING_TO_UNDO);

        removed.undo();
        removed.undo();

        assertThat(variables()).isEqualTo(Map.of("prod/A", "a"));
    }

    @Test
    void edited_fields_and_tags_are_what_they_were() {
        var before = projects.edit(
                        "p",
                        draft -> draft.description("old")
                                .license("MIT")
                                .addTag("Web")
                                .addTag("kept")
                                .metadata("framework", "quarkus")
                                .metadata("other", "x")
                                .blueprint("pm", "{\"prd\": 1.10}"))
                .fields();
        projects.edit(
                "p",
                draft -> draft.name("Q")
                        .description("")
                        .license("Apache-2.0")
                        .status(ProjectStatus.ARCHIVED)
                        .removeTag("web")
                        .addTag("new")
                        .metadata("framework", "")
                        .blueprint("pm", ""));
        projects.edit("project tag add", "p", draft -> draft.addTag("later"));
        assertThat(summaries())
                .containsExactly(
                        "project edit blueprint pm, description, license, metadata framework, name, status, tag new, tag web");

        removed.undo();

        assertThat(projects.require("p").fields()).isEqualTo(before.with(draft -> draft.addTag("later")));
    }

    @Test
    void a_renamed_project_has_its_slug_again_unless_another_has_it() {
        projects.rename("p", new Slug("q"));
        assertThat(summaries()).containsExactly("project rename p to q");
        removed.undo();
        assertThat(projects.slugs()).containsExactly("p");
        removed.undo();
        assertThat(projects.slugs()).containsExactly("q");

        projects.create(new Slug("p"), ProjectFields.named("Another"));

        assertThat(catchThrowableOfType(TempleException.class, () -> removed.undo()))
                .hasMessage("q cannot be called p again: there is another project of that name by now.")
                .extracting(TempleException::code)
                .isEqualTo(ErrorCode.SLUG_TAKEN_SINCE);
        assertThat(projects.slugs()).containsExactly("p", "q");
    }

    @Test
    void what_was_done_since_is_known_to_the_command() {
        set(Map.of("A", "a"), false);
        variables.remove("p", "prod", List.of("A"));
        var entry = removed.list().getFirst();
        assertThat(removed.doneSince(entry)).isEmpty();

        set(Map.of("B", "b"), false);

        assertThat(removed.doneSince(entry))
                .hasValueSatisfying(audited -> assertThat(audited.action()).isEqualTo("var set"));
    }

    @Test
    void a_removed_environment_comes_back_to_the_byte() {
        var environments = new Environments(temple);
        environments.add("p", "dev", "{ a = 1; }\r\n", true);
        environments.remove("p", "dev");
        assertThat(summaries()).containsExactly("env remove dev");

        removed.undo();

        assertThat(environments.get("p", "dev").text()).contains("{ a = 1; }\r\n");
        environments.remove("p", "dev");
        environments.add("p", "dev", "{ b = 1; }", true);
        refuses(ErrorCode.CHANGED_SINCE);
    }

    @Test
    void removed_and_edited_targets_come_back_in_their_places() {
        var targets = new DeploymentTargets(temple);
        for (var name : List.of("one", "two", "three")) {
            targets.add(
                    "p",
                    name,
                    new TargetChange(
                            Map.of("host", name + ".example.org"), Optional.empty(), Map.of("A", "a"), List.of()));
        }
        var before = targets.list("p");
        targets.remove("p", "two");
        targets.edit("p", "one", new TargetChange(Map.of("host", ""), Optional.empty(), Map.of(), List.of("A")));
        assertThat(summaries()).containsExactly("deploy target edit one", "deploy target remove two");

        removed.undo(removed.list().getLast().undoId());
        assertThat(targets.list("p")).extracting(Target::name).containsExactly("one", "two", "three");
        removed.undo();

        assertThat(targets.list("p")).isEqualTo(before);
    }

    @Test
    void changes_are_forgotten_after_thirty_days() {
        set(Map.of("A", "a", "B", "b"), false);
        variables.remove("p", "prod", List.of("A"));
        clock.advance(Duration.ofDays(29));
        variables.remove("p", "prod", List.of("B"));
        clock.advance(Duration.ofDays(2));

        assertThat(removed.purgeExpired()).isZero();

        assertThat(summaries()).containsExactly("var remove B (prod)");
        long kept = temple.file()
                .read(tx -> tx.query("SELECT count(*) FROM undo_log").longValue());
        assertThat(kept).isEqualTo(1);
    }
}
