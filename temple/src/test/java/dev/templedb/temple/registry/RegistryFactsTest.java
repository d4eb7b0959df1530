package dev.templedb.temple.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.ProjectFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryFactsTest {
    /// The commits of [GitFolder] are of November 2023.
    private static final Instant NOW = Instant.parse("2023-12-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Temple temple;
    private Team team;
    private HostingFacts hosting;
    private int exports;

    @BeforeEach
    void open() {
        temple = Temple.open(folder.resolve("temple.sqlite"), Clock.fixed(NOW, ZoneOffset.UTC), "test");
        FilledTemple.newProject(temple, "web");
        team = new Team(temple);
        hosting = new HostingFacts(temple);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private List<String> lines(String slug, Duration recent) {
        return team.list(slug, recent).stream()
                .map(one -> "%s %s %d"
                        .formatted(
                                one.role().word(),
                                one.name(),
                                one.work().map(work -> work.commits()).orElse(0L)))
                .toList();
    }

    @Test
    void a_team_has_its_members_and_who_wrote_commits_lately() {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a", "1").commit("One");
        git.run("config", "user.name", "Grace");
        git.run("config", "user.email", "grace@example.org");
        git.write("a", "2").commit("Two");
        git.with("GIT_AUTHOR_DATE", "1500000000 +0000");
        git.run("config", "user.name", "Long Gone");
        git.run("config", "user.email", "gone@example.org");
        git.write("a", "3").commit("Three");
        FilledTemple.take(temple, "p", git.path());

        team.add("p", List.of("linus", "ada@example.org"), Role.MEMBER);
        team.add("p", List.of("numa"), Role.CONTRIBUTOR);

        assertThat(lines("p", Team.RECENT))
                .containsExactly(
                        "member linus 0", "member ada@example.org 1", "contributor numa 0", "contributor Grace 1");
        assertThat(lines("p", Duration.ofDays(36500))).contains("contributor Long Gone 1");
        assertThat(lines("p", Duration.ofDays(1))).hasSize(3);
    }

    @Test
    void members_come_and_go_without_regard_to_case() {
        assertThat(team.add("web", List.of("Ada", "grace", "ADA"), Role.MEMBER)).containsExactly("Ada", "grace");
        assertThat(team.add("web", List.of("ada"), Role.MEMBER)).isEmpty();
        assertThat(new Projects(temple).list(ProjectFilter.ALL.withText("grace")))
                .hasSize(1);

        team.remove("web", List.of("ada"));

        assertThat(lines("web", Team.RECENT)).containsExactly("member grace 0");
        assertThatThrownBy(() -> team.remove("web", List.of("grace", "grac")))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEMBER_NOT_FOUND));
        assertThat(lines("web", Team.RECENT)).hasSize(1);
        for (var name : List.of("", " ", "two\nlines", " edge", "x".repeat(201))) {
            assertThatThrownBy(() -> team.add("web", List.of(name), Role.MEMBER))
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_VALUE_INVALID));
        }
        assertThat(new Audit(temple).list(Optional.of("web"), 9))
                .extracting(entry -> entry.action() + ": " + entry.summary())
                .containsExactly(
                        "project member remove: names ada",
                        "project member add: names Ada grace, role member",
                        "project create: ");
    }

    @Test
    void hosting_facts_are_kept_in_order() {
        assertThat(hosting.of("web")).isEqualTo(Hosting.NONE);

        hosting.change(
                "web",
                facts -> facts.withOpenPullRequests(List.of(235L, 234L, 235L))
                        .withStars(42)
                        .syncedAt(NOW));
        hosting.change("web", facts -> facts.withOpenIssues(List.of(1L)));

        assertThat(hosting.of("web"))
                .isEqualTo(new Hosting(List.of(234L, 235L), List.of(1L), Optional.of(42L), Optional.of(NOW)));
        assertThatThrownBy(() -> hosting.change("web", facts -> facts.withStars(-1)))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_VALUE_INVALID));
    }

    private ExportReport export(Temple from, PackageLayout layout) {
        return new PackageExport(from)
                .run(
                        new ExportRequest(
                                "web",
                                folder.resolve("package-" + exports++),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY"})
    void team_and_hosting_facts_travel_and_keep_the_content_root(PackageLayout layout) {
        team.add("web", List.of("ada", "grace"), Role.MEMBER);
        team.add("web", List.of("numa", "ada"), Role.CONTRIBUTOR);
        hosting.change(
                "web", facts -> facts.withOpenIssues(List.of(7L)).withStars(1).syncedAt(NOW));
        var exported = export(temple, layout);

        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var taken = new PackageImport(other)
                    .run(
                            new PackageImportRequest(
                                    exported.path(), Optional.empty(), false, false, false, folder.resolve("scratch")),
                            Progress.NONE);

            assertThat(taken.contentRoot()).contains(exported.contentRoot());
            assertThat(new Team(other).list("web", Team.RECENT)).isEqualTo(team.list("web", Team.RECENT));
            assertThat(new HostingFacts(other).of("web")).isEqualTo(hosting.of("web"));
            assertThat(export(other, layout).contentRoot()).isEqualTo(exported.contentRoot());
        }
    }

    @Test
    void a_project_without_such_facts_has_a_state_without_them() {
        assertThat(new PackageExport(temple).state("web").json().get("registry"))
                .isNull();
    }

    private String given(String document) {
        long project = new Projects(temple).require("web").id();
        var part = new RegistryPart();
        return temple.file().write(tx -> {
            part.take(
                    tx,
                    project,
                    new TreeMap<>(Map.of(RegistryDocument.NAME, document.getBytes(StandardCharsets.UTF_8))));
            return new String(
                    part.give(tx, project).documents().getOrDefault(RegistryDocument.NAME, new byte[0]),
                    StandardCharsets.UTF_8);
        });
    }

    @Test
    void a_document_leaves_as_it_came_and_keeps_what_nobody_knows_when_facts_change() {
        var foreign =
                "{\"team\":{\"active_members\":[\"ada\",\"ADA\"],\"lead\":\"ada\"},\"hosting\":{\"stars\":3},\"more\":[1]}";

        assertThat(given(foreign)).isEqualTo(foreign);

        team.add("web", List.of("grace"), Role.MEMBER);
        long project = new Projects(temple).require("web").id();
        var changed = temple.file()
                .read(tx -> RegistryDocument.json(
                        new RegistryPart().give(tx, project).documents().get(RegistryDocument.NAME)));
        assertThat(changed.object("team").text("lead")).contains("ada");
        assertThat(changed.list("more")).hasSize(1);
        assertThat(changed.object("team").list("active_members")).hasSize(2);
        assertThat(changed.object("hosting").whole("stars")).contains(3L);
    }

    @Test
    void a_document_of_another_form_is_left_alone() {
        for (var odd : List.of(
                "",
                "[]",
                "{\"team\":{\"active_members\":[1]}}",
                "{\"team\":{\"active_members\":[\"two\\nlines\"]}}",
                "{\"hosting\":{\"stars\":-1}}",
                "{\"hosting\":{\"open_prs\":[\"x\"]}}",
                "{\"hosting\":{\"last_synced\":\"yesterday\"}}")) {
            assertThat(given(odd)).as(odd).isEmpty();
        }
        assertThat(team.list("web", Team.RECENT)).isEmpty();
    }
}
