package dev.templedb.temple.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {
    private static final Slug WEB_APP = new Slug("web-app");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private Temple temple;
    private Projects projects;

    @BeforeEach
    void open(@TempDir Path directory) {
        temple = Temple.open(directory.resolve("temple.sqlite"), clock, "ada");
        projects = new Projects(temple);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    @Test
    void a_new_project_has_the_defaults() {
        var made = projects.create(WEB_APP, ProjectFields.named("Web App"));

        assertThat(projects.require("web-app")).isEqualTo(made);
        assertThat(made.id()).isPositive();
        assertThat(made.createdBy()).isEqualTo("ada");
        assertThat(made.createdAt()).isEqualTo(clock.instant()).isEqualTo(made.lastActivityAt());
        assertThat(made.rev()).isEqualTo(1);
        var fields = made.fields();
        assertThat(fields.companionAi()).isEqualTo("numa");
        assertThat(fields.kind()).isEqualTo(ProjectKind.PROJECT);
        assertThat(fields.visibility()).isEqualTo(Visibility.PRIVATE);
        assertThat(fields.status()).isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void every_field_can_be_changed_and_comes_back() {
        projects.create(WEB_APP, ProjectFields.named("Web App"));
        clock.advance(Duration.ofMinutes(1));

        var edited = projects.edit(
                "web-app",
                draft -> draft.name("Étoile ✨")
                        .description("two\nlines")
                        .kind(ProjectKind.TEMPLATE)
                        .visibility(Visibility.PUBLIC)
                        .status(ProjectStatus.COMPLETE)
                        .license("MIT")
                        .owner("ada")
                        .companionAi("apollo")
                        .repositoryUrl("https://example.org/web")
                        .upstreamUrl("https://example.org/up")
                        .workingDirectory("/home/ada/web")
                        .language("Java")
                        .addTag("web")
                        .addTag("Demo")
                        .metadata("framework", "quarkus")
                        .mergeMetadata("{\"team\": {\"active_members\": []}, \"n\": 1.10}")
                        .blueprint("pm", "{\"prd\": \"…\"}"));

        assertThat(projects.require("WEB-APP")).isEqualTo(edited);
        assertThat(edited.rev()).isEqualTo(2);
        assertThat(edited.updatedAt()).isEqualTo(clock.instant()).isEqualTo(edited.lastActivityAt());
        assertThat(edited.createdAt()).isBefore(edited.updatedAt());
        assertThat(edited.fields().tags()).containsExactly("Demo", "web");
        assertThat(edited.fields().metadata().members().keySet()).containsExactly("framework", "team", "n");
        assertThat(edited.fields().metadata().get("n")).isEqualTo(new Json.Num("1.10"));
        assertThat(edited.fields().blueprint().object("pm").text("prd")).contains("…");
    }

    @Test
    void empty_texts_clear_fields() {
        projects.create(
                WEB_APP,
                ProjectFields.named("Web App")
                        .with(draft -> draft.description("d")
                                .license("MIT")
                                .owner("ada")
                                .companionAi("apollo")
                                .repositoryUrl("r")
                                .upstreamUrl("u")
                                .workingDirectory("w")
                                .language("l")
                                .addTag("one")
                                .metadata("k", "v")
                                .metadata("other", "v")
                                .blueprint("db", "1")));

        var cleared = projects.edit(
                "web-app",
                draft -> draft.description("")
                        .license("")
                        .owner(" ")
                        .companionAi("")
                        .repositoryUrl("")
                        .upstreamUrl("")
                        .workingDirectory(null)
                        .language("")
                        .removeTag("ONE")
                        .metadata("k", "")
                        .mergeMetadata("{\"other\": null}")
                        .blueprint("db", ""));

        assertThat(cleared.fields()).isEqualTo(ProjectFields.named("Web App"));
    }

    @Test
    void an_edit_that_changes_nothing_writes_nothing() {
        var made = projects.create(WEB_APP, ProjectFields.named("Web App"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(projects.edit("web-app", draft -> draft.name("Web App"))).isEqualTo(made);
        assertThat(projects.require("web-app")).isEqualTo(made);
    }

    @Test
    void values_are_checked() {
        projects.create(WEB_APP, ProjectFields.named("Web App"));

        List<Consumer<ProjectDraft>> wrong = List.of(
                draft -> draft.name(" "),
                draft -> draft.name("x".repeat(201)),
                draft -> draft.addTag(""),
                draft -> draft.addTag("two words"),
                draft -> draft.addTag("a,b"),
                draft -> draft.addTag("x".repeat(101)),
                draft -> draft.metadata(" ", "v"),
                draft -> draft.mergeMetadata("[1]"),
                draft -> draft.mergeMetadata("{"),
                draft -> draft.blueprint("css", "1"),
                draft -> draft.blueprint("pm", "nope"));
        for (var change : wrong) {
            assertFails(ErrorCode.PROJECT_VALUE_INVALID, () -> projects.edit("web-app", change));
        }
        assertFails(ErrorCode.PROJECT_VALUE_INVALID, () -> ProjectKind.of("thing"));
        assertFails(ErrorCode.PROJECT_VALUE_INVALID, () -> Visibility.of("open"));
        assertThatThrownBy(() -> ProjectStatus.of("done"))
                .hasMessage(
                        "\"done\" is not a status; use initializing, generating, planning, approved, active, complete,"
                                + " failed or archived.");
        assertThat(ProjectStatus.of("Archived")).isEqualTo(ProjectStatus.ARCHIVED);
    }

    @Test
    void a_status_follows_only_where_it_may() {
        projects.create(WEB_APP, ProjectFields.named("Web App").with(draft -> draft.status(ProjectStatus.ARCHIVED)));

        assertThatThrownBy(() -> projects.edit("web-app", draft -> draft.status(ProjectStatus.COMPLETE)))
                .hasMessage("A project that is archived cannot become complete, only active.");
        assertFails(
                ErrorCode.PROJECT_STATUS_TRANSITION,
                () -> projects.edit("web-app", draft -> draft.status(ProjectStatus.FAILED)));
        assertThat(projects.edit("web-app", draft -> draft.status(ProjectStatus.ACTIVE))
                        .fields()
                        .status())
                .isEqualTo(ProjectStatus.ACTIVE);
    }

    @Test
    void every_status_can_be_reached_and_archived() {
        for (var status : ProjectStatus.values()) {
            assertThat(status.next()).isNotEmpty().doesNotContain(status);
            assertThat(status == ProjectStatus.ARCHIVED || status.next().contains(ProjectStatus.ARCHIVED))
                    .isTrue();
            assertThat(ProjectStatus.of(status.word())).isEqualTo(status);
        }
    }

    @Test
    void two_projects_cannot_share_a_slug_in_any_case() {
        projects.create(WEB_APP, ProjectFields.named("Web App"));

        assertFails(
                ErrorCode.PROJECT_ALREADY_EXISTS,
                () -> projects.create(new Slug("Web-App"), ProjectFields.named("Other")));
        assertThat(projects.list(ProjectFilter.ALL)).hasSize(1);
    }

    @Test
    void an_unknown_slug_suggests_the_nearest() {
        projects.create(WEB_APP, ProjectFields.named("Web App"));

        assertThatThrownBy(() -> projects.require("wep-app"))
                .hasMessage("There is no project wep-app. Did you mean web-app?");
        assertThatThrownBy(() -> projects.require("zz\u001b[1m")).hasMessage("There is no project zz\\u{1b}[1m.");
        assertThat(projects.find("nope")).isEmpty();
        assertFails(ErrorCode.PROJECT_NOT_FOUND, () -> projects.remove("nope"));
    }

    @Test
    void renaming_keeps_everything_else() {
        var made = projects.create(WEB_APP, ProjectFields.named("Web App"));
        projects.create(new Slug("other"), ProjectFields.named("Other"));

        assertFails(ErrorCode.PROJECT_ALREADY_EXISTS, () -> projects.rename("web-app", new Slug("OTHER")));
        assertThat(projects.rename("web-app", WEB_APP).rev()).isEqualTo(1);
        assertThat(projects.rename("web-app", new Slug("Web-App")).slug().text())
                .isEqualTo("Web-App");
        var renamed = projects.rename("web-app", new Slug("site"));
        assertThat(renamed.id()).isEqualTo(made.id());
        assertThat(projects.find("web-app")).isEmpty();
    }

    @Test
    void the_list_is_sorted_and_filtered() {
        projects.create(new Slug("beta"), ProjectFields.named("Beta"));
        projects.create(
                new Slug("Alpha"),
                ProjectFields.named("The First")
                        .with(draft -> draft.kind(ProjectKind.TEMPLATE)
                                .addTag("Web")
                                .description("Greek letter")
                                .status(ProjectStatus.PLANNING)));

        assertThat(slugs(ProjectFilter.ALL)).containsExactly("Alpha", "beta");
        assertThat(slugs(filter(ProjectKind.TEMPLATE, null))).containsExactly("Alpha");
        assertThat(slugs(filter(null, ProjectStatus.ACTIVE))).containsExactly("beta");
        assertThat(slugs(tagged("wEB"))).containsExactly("Alpha");
        assertThat(slugs(tagged("web", "other"))).isEmpty();
        assertThat(slugs(ProjectFilter.ALL.withText("GREEK"))).containsExactly("Alpha");
        assertThat(slugs(ProjectFilter.ALL.withText("%"))).isEmpty();
    }

    private static ProjectFilter filter(ProjectKind kind, ProjectStatus status) {
        return new ProjectFilter(kind, status, List.of(), null, null, null, null, null);
    }

    private static ProjectFilter tagged(String... tags) {
        return new ProjectFilter(null, null, List.of(tags), null, null, null, null, null);
    }

    @Test
    void projects_are_found_by_companion_owner_and_repository() {
        projects.create(
                WEB_APP,
                ProjectFields.named("Web")
                        .with(draft ->
                                draft.companionAi("Apollo").owner("ada").repositoryUrl("https://example.org/web.git")));
        projects.create(new Slug("other"), ProjectFields.named("Other"));

        assertThat(slugs(new ProjectFilter(null, null, List.of(), "apollo", null, null, null, null)))
                .containsExactly("web-app");
        assertThat(slugs(new ProjectFilter(null, null, List.of(), "NUMA", null, null, null, null)))
                .containsExactly("other");
        assertThat(slugs(new ProjectFilter(null, null, List.of(), null, "Ada", null, null, null)))
                .containsExactly("web-app");
        for (var repository : List.of("https://example.org/web.git", "https://example.org/web")) {
            assertThat(slugs(new ProjectFilter(null, null, List.of(), null, null, repository, null, null)))
                    .containsExactly("web-app");
        }
    }

    @Test
    void a_search_finds_words_wherever_a_project_has_them() {
        projects.create(
                WEB_APP,
                ProjectFields.named("Étoile du \"Nord\"")
                        .with(draft -> draft.description("Sells lamps")
                                .repositoryUrl("https://example.org/lighthouse")
                                .upstreamUrl("https://example.org/origin")
                                .owner("grace")
                                .companionAi("apollo")
                                .license("MIT")
                                .language("C")
                                .addTag("shop")));
        projects.create(new Slug("lamps"), ProjectFields.named("Other"));

        for (var text : List.of(
                "web-app",
                "WEB",
                "étoile",
                "ÉTOILE",
                "\"nord\"",
                "lighthouse",
                "origin",
                "grace",
                "Apollo",
                "mit",
                "shop",
                "lamps shop",
                "c sells",
                "-a grace")) {
            assertThat(slugs(ProjectFilter.ALL.withText(text))).as(text).contains("web-app");
        }
        for (var text : List.of("zebra", "lamps zebra", "shop OR zebra", "web*", "slug:web", "\"", "xq")) {
            assertThat(slugs(ProjectFilter.ALL.withText(text))).as(text).doesNotContain("lamps");
        }
        assertThat(slugs(ProjectFilter.ALL.withText("lamps"))).containsExactly("lamps", "web-app");
        assertThat(slugs(ProjectFilter.ALL.withText("la"))).containsExactly("lamps", "web-app");
    }

    @Test
    void the_index_follows_every_change() {
        projects.create(WEB_APP, ProjectFields.named("Web").with(draft -> draft.addTag("first")));
        projects.edit(
                "web-app",
                draft -> draft.description("lanterns").removeTag("first").addTag("second"));
        projects.rename("web-app", new Slug("shop"));

        assertThat(slugs(ProjectFilter.ALL.withText("lanterns second shop"))).containsExactly("shop");
        assertThat(slugs(ProjectFilter.ALL.withText("first"))).isEmpty();
        assertThat(slugs(ProjectFilter.ALL.withText("web-app"))).isEmpty();
        projects.remove("shop");
        assertThat(slugs(ProjectFilter.ALL.withText("lanterns"))).isEmpty();
        projects.removed().undo();
        assertThat(slugs(ProjectFilter.ALL.withText("lanterns"))).containsExactly("shop");
        projects.remove("shop");
        clock.advance(Duration.ofDays(31));
        projects.removed().purgeExpired();
        long indexed = temple.file()
                .read(tx -> tx.query("SELECT count(*) FROM project_texts").longValue());
        assertThat(indexed).isZero();
    }

    @Test
    void a_list_of_the_recently_active_leaves_the_others_out() {
        projects.create(WEB_APP, ProjectFields.named("Web"));
        clock.advance(Duration.ofDays(8));
        projects.create(new Slug("new"), ProjectFields.named("New"));

        var week = ProjectFilter.ALL.withSince(clock.instant().minus(Duration.ofDays(7)));
        assertThat(slugs(week)).containsExactly("new");
        projects.edit("web-app", draft -> draft.description("touched"));
        assertThat(slugs(week)).containsExactly("new", "web-app");
    }

    @Test
    void a_change_on_top_of_an_older_state_is_refused() {
        var made = projects.create(WEB_APP, ProjectFields.named("Web App"));
        projects.edit("web-app", draft -> draft.name("Newer"));

        assertFails(ErrorCode.PROJECT_CHANGED, () -> temple.file().write(tx -> projects.save(tx, made)));
    }

    @Test
    void importers_insert_within_their_own_transaction() {
        var mine = Project.begun(WEB_APP, ProjectFields.named("Web App"), "eve", clock.instant())
                .withUnknownFields(Json.object("project", Json.object("colour", new Json.Str("red"))));

        assertThatThrownBy(() -> temple.file().write(tx -> {
                    projects.insert(tx, mine);
                    throw new IllegalStateException("later step fails");
                }))
                .hasMessage("later step fails");
        assertThat(projects.find("web-app")).isEmpty();

        var inserted = temple.file().write(tx -> projects.insert(tx, mine));
        assertThat(projects.require("web-app")).isEqualTo(mine.withId(inserted.id()));

        var copy = temple.file().write(tx -> projects.insert(tx, mine.withSlug(new Slug("copy"))));
        assertThat(copy.uuid()).isNotEqualTo(mine.uuid());

        clock.advance(Duration.ofHours(1));
        temple.file().write(tx -> {
            projects.touch(tx, inserted.id());
            return projects.find(tx, "web-app");
        });
        assertThat(projects.require("web-app").lastActivityAt()).isEqualTo(clock.instant());
        assertThat(projects.require("web-app").updatedAt()).isBefore(clock.instant());
    }

    @Test
    void a_removed_project_comes_back() {
        var made = projects.create(WEB_APP, ProjectFields.named("Web App").with(draft -> draft.addTag("web")));

        var removed = projects.remove("web-app");

        assertThat(projects.find("web-app")).isEmpty();
        assertThat(projects.removed().list())
                .extracting(RemovedProject::undoId, RemovedProject::summary)
                .containsExactly(tuple(removed.undoId(), removed.summary()));
        assertThat(removed.action().word()).isEqualTo("remove");
        assertThat(removed.summary()).isEqualTo("project remove web-app");
        assertThat(removed.purgeAfter()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));

        assertThat(projects.removed().undo()).isInstanceOf(Restoration.BroughtBack.class);
        assertThat(projects.require("web-app").fields()).isEqualTo(made.fields());
        assertThat(projects.removed().list()).isEmpty();
        assertFails(ErrorCode.NOTHING_TO_UNDO, () -> projects.removed().undo());
        assertFails(ErrorCode.NOTHING_TO_UNDO, () -> projects.removed().undo(removed.undoId()));
    }

    @Test
    void a_removed_project_cannot_come_back_while_another_has_its_slug() {
        projects.create(WEB_APP, ProjectFields.named("First"));
        long undoId = projects.remove("web-app").undoId();
        projects.create(WEB_APP, ProjectFields.named("Second"));

        assertFails(ErrorCode.SLUG_TAKEN_SINCE, () -> projects.removed().undo(undoId));
        assertThat(projects.require("web-app").fields().name()).isEqualTo("Second");

        projects.rename("web-app", new Slug("second"));
        var restored = projects.removed().undo(undoId);
        assertThat(restored.project().fields().name()).isEqualTo("First");
    }

    @Test
    void undoing_an_overwrite_swaps_and_undoing_again_swaps_back() {
        projects.create(WEB_APP, ProjectFields.named("Old"));
        replaceWith("New");
        assertThat(projects.require("web-app").fields().name()).isEqualTo("New");
        assertThat(projects.removed().list().getFirst().action().word()).isEqualTo("overwrite");

        assertThat(projects.removed().undo()).isInstanceOf(Restoration.Swapped.class);
        assertThat(projects.require("web-app").fields().name()).isEqualTo("Old");

        assertThat(projects.removed().undo()).isInstanceOf(Restoration.Swapped.class);
        assertThat(projects.require("web-app").fields().name()).isEqualTo("New");
        assertThat(projects.removed().list()).hasSize(1);
    }

    @Test
    void an_overwrite_of_nothing_is_an_insert() {
        replaceWith("New");

        assertThat(projects.require("web-app").fields().name()).isEqualTo("New");
        assertThat(projects.removed().list()).isEmpty();
    }

    @Test
    void an_overwritten_project_comes_back_when_its_replacement_has_moved_away() {
        projects.create(WEB_APP, ProjectFields.named("Old"));
        replaceWith("New");
        projects.rename("web-app", new Slug("elsewhere"));

        assertThat(projects.removed().undo(1)).isInstanceOf(Restoration.BroughtBack.class);
        assertThat(projects.require("elsewhere").fields().name()).isEqualTo("New");
        assertThat(projects.require("web-app").fields().name()).isEqualTo("Old");
    }

    @Test
    void what_was_removed_is_kept_for_thirty_days() {
        projects.create(WEB_APP, ProjectFields.named("Web App"));
        projects.remove("web-app");

        clock.advance(Duration.ofDays(30));
        assertThat(projects.removed().purgeExpired()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(projects.removed().purgeExpired()).isEqualTo(1);

        assertThat(projects.removed().list()).isEmpty();
    }

    private void replaceWith(String name) {
        temple.file()
                .write(tx -> projects.insertReplacing(
                        tx, Project.begun(WEB_APP, ProjectFields.named(name), "ada", clock.instant())));
    }

    private List<String> slugs(ProjectFilter filter) {
        return projects.list(filter).stream().map(ProjectSummary::slug).toList();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /// A machine without a battery for its clock wakes up in the past.
    @Test
    void a_clock_that_is_set_back_keeps_what_was_removed_and_the_order_of_the_log() {
        projects.create(WEB_APP, ProjectFields.named("First"));
        projects.remove("web-app");
        clock.advance(Duration.ofDays(-3650));
        assertThat(projects.removed().purgeExpired()).isZero();
        projects.create(WEB_APP, ProjectFields.named("Second"));
        var second = projects.remove("web-app");
        assertThat(second.purgeAfter()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));

        var back = projects.removed().undo();
        assertThat(back.project().fields().name()).isEqualTo("Second");
        projects.edit("web-app", draft -> draft.description("edited in the past"));
        projects.remove("web-app");
        clock.advance(Duration.ofDays(3650));
        assertThat(projects.removed().purgeExpired()).isEqualTo(1);
        assertThat(projects.removed().undo().project().fields().name()).isEqualTo("First");
    }
}
