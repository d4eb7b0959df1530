package dev.templedb.temple.cloning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.environments.Environments;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.TakenProject;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.ProjectKind;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.registry.Hosting;
import dev.templedb.temple.registry.HostingFacts;
import dev.templedb.temple.registry.Role;
import dev.templedb.temple.registry.Team;
import dev.templedb.temple.registry.TeamMember;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.variables.Variables;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCloneTest {
    private static final Slug COPY = new Slug("copy");

    /// Tables that a clone has no rows of, or fills in its own way.
    private static final Set<String> LEFT_OUT = Set.of(
            "projects",
            "project_tags",
            "states",
            "state_signatures",
            "version_signatures",
            "source_refs",
            "undo_log",
            "undo_groups",
            "checkouts",
            "deleted_branches",
            "deployments",
            "hosting",
            "directory_states",
            "project_databases",
            "remote_projects",
            "sync_conflicts");

    @TempDir
    private Path folder;

    private Temple temple;
    private Projects projects;
    private GitFolder git;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        projects = new Projects(temple);
        git = GitFolder.init(folder.resolve("git"));
        git.write("package.json", "{\"dependencies\": {\"lodash\": \"4.17.21\"}}")
                .commit("One");
        git.run("tag", "-a", "-m", "First", "v1");
        git.run("switch", "-q", "-c", "topic");
        git.write("large.bin", new byte[5 << 20]).commit("Two");
        FilledTemple.take(temple, "p", git.path());
        projects.edit(
                "p",
                draft -> draft.repositoryUrl("https://example.org/p")
                        .upstreamUrl("https://example.org/older")
                        .description("The original")
                        .addTag("web")
                        .metadata("framework", "none"));
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private ProjectClone.Cloned copy() {
        return new ProjectClone(temple).run("p", COPY, draft -> {});
    }

    private TakenProject project(String slug) {
        return new TakenProject(temple, projects.require(slug));
    }

    private List<String> secretRows(String slug) {
        return project(slug)
                .rows("SELECT name || version || hex(ciphertext) || recipients || exposed_to FROM secret_versions"
                        + " WHERE project_id = ?1 ORDER BY 1");
    }

    @Test
    void a_clone_has_the_whole_history_and_stores_no_content() {
        var count = "SELECT count(*) FROM frames WHERE ?1 = ?1";
        var frames = project("p").rows(count);

        var cloned = copy();

        assertThat(cloned.commits()).isEqualTo(2);
        assertThat(cloned.files()).isEqualTo(2);
        assertThat(project("copy").rows(count)).isEqualTo(frames);
        project("copy").requireSameAs(git);
        assertThat(project("copy").facts()).isEqualTo(project("p").facts());
        assertThat(project("copy").state().root()).isEqualTo(cloned.contentRoot());
        assertThat(project("copy").state().json().list("parents")).hasSize(1);
        assertThat(new Dependencies(temple).list(projects.require("copy").id()))
                .isEqualTo(new Dependencies(temple).list(projects.require("p").id()));
    }

    @Test
    void its_upstream_is_the_repository_of_its_source() {
        projects.edit("p", draft -> draft.workingDirectory("/somewhere"));
        var source = projects.require("p");

        var clone = copy().project();

        var fields = projects.require("copy").fields();
        assertThat(fields).isEqualTo(clone.fields());
        assertThat(fields.upstreamUrl()).isEqualTo("https://example.org/p");
        assertThat(fields.repositoryUrl()).isNull();
        assertThat(fields.workingDirectory()).isNull();
        assertThat(fields.name()).isEqualTo("copy");
        assertThat(fields.description()).isEqualTo("The original");
        assertThat(fields.tags()).containsExactly("web");
        assertThat(fields.metadata()).isEqualTo(source.fields().metadata());
        assertThat(clone.uuid()).isNotEqualTo(source.uuid());
        assertThat(new Audit(temple).list(Optional.of("copy"), 1).getFirst().action())
                .isEqualTo("project clone");
    }

    @Test
    void what_is_to_be_different_is_so_from_the_start() {
        new ProjectClone(temple)
                .run(
                        "p",
                        COPY,
                        draft ->
                                draft.name("My shop").kind(ProjectKind.TEMPLATE).repositoryUrl("https://r"));

        var fields = projects.require("copy").fields();
        assertThat(fields.name()).isEqualTo("My shop");
        assertThat(fields.kind()).isEqualTo(ProjectKind.TEMPLATE);
        assertThat(fields.repositoryUrl()).isEqualTo("https://r");
        assertThatThrownBy(this::copy)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_ALREADY_EXISTS));
    }

    @Test
    void members_and_hosting_facts_start_empty_and_the_rest_is_kept() {
        new Team(temple).add("p", List.of("ada", "grace"), Role.MEMBER);
        new Team(temple).add("p", List.of("numa"), Role.CONTRIBUTOR);
        new HostingFacts(temple)
                .change("p", facts -> facts.withOpenIssues(List.of(1L)).withStars(9));
        new Variables(temple).set("p", "prod", Map.of("PORT", "80"), false);
        new Environments(temple).add("p", "dev", "{ }", false);

        copy();

        assertThat(new Team(temple).list("copy", Duration.ZERO))
                .extracting(TeamMember::role, TeamMember::name)
                .containsExactly(tuple(Role.CONTRIBUTOR, "numa"), tuple(Role.CONTRIBUTOR, "Ada"));
        assertThat(new HostingFacts(temple).of("copy")).isEqualTo(Hosting.NONE);
        assertThat(new HostingFacts(temple).of("p").stars()).contains(9L);
        assertThat(new Variables(temple).list("copy")).isEqualTo(new Variables(temple).list("p"));
        assertThat(new Environments(temple).list("copy")).isEqualTo(new Environments(temple).list("p"));
        new Variables(temple).set("copy", "prod", Map.of("PORT", "81"), false);
        assertThat(new Variables(temple).get("p", "prod", "PORT").value()).isEqualTo("80");
    }

    @Test
    void secrets_are_the_same_ciphertexts_and_what_was_removed_stays_behind() {
        var ring = new KeyRing(folder.resolve("keys"), List.of(), (file, isNew) -> "sesame".getBytes(UTF_8));
        var secrets = new Secrets(temple);
        secrets.set("p", "DB_PASSWORD", "one".getBytes(UTF_8), ring, false);
        secrets.set("p", "DB_PASSWORD", "two".getBytes(UTF_8), ring, false);
        var kept = secretRows("p");
        secrets.set("p", "OLD", "gone".getBytes(UTF_8), ring, false);
        secrets.remove("p", "OLD");

        copy();

        assertThat(secretRows("copy")).isEqualTo(kept).hasSize(2);
        assertThat(secrets.recipients("copy")).isEqualTo(secrets.recipients("p"));
        assertThat(new String(secrets.get("copy", "DB_PASSWORD", Optional.empty(), ring), UTF_8))
                .isEqualTo("two");
    }

    @Test
    void a_clone_lives_on_when_its_source_is_gone_for_good_and_repacked() {
        copy();
        projects.remove("p");
        var later = Clock.fixed(Instant.EPOCH.plus(Duration.ofDays(40)), ZoneOffset.UTC);
        try (var aged = Temple.open(temple.path(), later, "test")) {
            var report = new Maintenance(aged).run(Progress.NONE);
            assertThat(report.problems()).isEmpty();
            assertThat(report.purgedProjects()).isEqualTo(1);
        }

        project("copy").requireSameAs(git);
    }

    @Test
    void what_one_of_them_gets_later_the_other_does_not_have() {
        copy();
        git.write("new.txt", "new\n").commit("Three");
        FilledTemple.take(temple, "other", git.path());
        var before = project("copy").objects();

        new ProjectImport(temple)
                .sync(
                        "p",
                        new ImportRequest(
                                "",
                                folder,
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of(),
                                new Author("Ada", "ada@example.org"),
                                folder),
                        Progress.NONE);

        project("p").requireSameAs(git);
        assertThat(project("copy").objects()).isEqualTo(before);
        project("copy").requireExactMembership();
    }

    @Test
    void every_table_of_a_project_is_copied_or_left_out_on_purpose() {
        var columns = "SELECT name FROM pragma_table_info('%s') ORDER BY cid";
        var tables = temple.file().read(tx -> tx.query("""
                                SELECT s.name
                                  FROM sqlite_schema s
                                 WHERE s.type = 'table'
                                   AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) c WHERE c.name = 'project_id')
                                """).list(row -> row.text(1)));
        assertThat(tables).hasSizeGreaterThan(25);
        for (var table : tables) {
            var copies = SqliteProjectCopy.STATEMENTS.stream()
                    .filter(statement -> statement.contains("INSERT INTO " + table + " ("))
                    .toList();
            assertThat(copies).as(table).hasSize(LEFT_OUT.contains(table) ? 0 : 1);
            for (var copy : copies) {
                var names = temple.file()
                        .read(tx -> tx.query(columns.formatted(table)).list(row -> row.text(1)));
                names.remove("removed_at");
                assertThat(copy.substring(copy.indexOf('(') + 1, copy.indexOf(')'))
                                .split(",\\s+"))
                        .as(table)
                        .containsExactlyElementsOf(names);
            }
        }
    }
}
