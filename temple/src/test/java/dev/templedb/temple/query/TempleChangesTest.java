package dev.templedb.temple.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Restoration;
import dev.templedb.temple.variables.Variables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempleChangesTest {
    private static final List<String> REFUSED = List.of(
            "DELETE FROM main.projects",
            "DELETE FROM commits",
            "DELETE FROM audit_log",
            "UPDATE main.project_tags SET tag = 'x'",
            "UPDATE audit_log SET who = 'eve'",
            "INSERT INTO settings VALUES ('a', 'b')",
            "INSERT INTO wanted (action, project_id) VALUES ('remove', 1)",
            "INSERT INTO temp.wanted (action, project_id) SELECT 'remove', project_id FROM projects",
            "DELETE FROM wanted",
            "WITH a AS (SELECT 1) DELETE FROM refs",
            "REPLACE INTO objects (id, frame_no, ordinal) VALUES (x'00', 1, 1)",
            "DELETE FROM temp.sqlite_schema",
            "DELETE FROM sqlite_schema",
            "INSERT INTO text_index (text_index) VALUES ('rebuild')",
            "DELETE FROM project_secrets",
            "DELETE FROM project_commits",
            "PRAGMA writable_schema = ON",
            "DROP TABLE projects",
            "CREATE TRIGGER t AFTER INSERT ON main.projects BEGIN SELECT 1; END",
            "CREATE TEMP TABLE x (a)",
            "ATTACH 'evil.sqlite' AS evil",
            "VACUUM INTO 'evil.sqlite'",
            "COMMIT",
            "ROLLBACK",
            "BEGIN",
            "SELECT 1",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "DELETE FROM projects RETURNING slug",
            "EXPLAIN DELETE FROM projects",
            "DELETE FROM projects; COMMIT",
            "DELETE FROM projects; DELETE FROM commits",
            "DELETE FROM projects WHERE load_extension('x')",
            "UPDATE projects SET project_id = 7",
            "UPDATE projects SET uuid = 'x'",
            "UPDATE project_list SET content_root = 'x'",
            "UPDATE projects SET visibility = 'secret'",
            "UPDATE projects SET slug = '../x' WHERE slug = 'other'",
            "UPDATE projects SET slug = 'same'",
            "UPDATE projects SET metadata = '[1]'",
            "INSERT INTO projects (slug) VALUES ('other')",
            "INSERT INTO project_variables (project, name, value) VALUES ('none', 'A', 'b')",
            "INSERT INTO project_variables (project, name, value) VALUES ('other', 'A B', 'b')",
            ";",
            "");

    @TempDir
    Path folder;

    private Temple temple;
    private Projects projects;
    private List<AuditEntry> audited = List.of();

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        projects = new Projects(temple);
        FilledTemple.newProject(temple, "projectname");
        FilledTemple.newProject(temple, "other");
        audited = new Audit(temple).list(Optional.empty(), 10);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    /// As the Python tool's documents tell its users to do it, with sqlite3 in the place of this program.
    @Test
    void a_deleted_project_is_gone_and_can_come_back() {
        var changes = run("DELETE FROM projects WHERE slug = 'projectname'");

        assertThat(changes).containsExactly(new DoneChange("remove", "projectname", List.of()));
        assertThat(projects.find("projectname")).isEmpty();
        projects.removed().undo();
        assertThat(projects.find("projectname")).isPresent();
    }

    @Test
    void every_tool_can_delete_its_projects() {
        run(ChangeRequest.of("DELETE FROM projects WHERE slug = 'projectname'").with(TableNames.TEMPLEDB));
        run(ChangeRequest.of("DELETE FROM projects WHERE name = 'other'").with(TableNames.PYGUBU));
        assertThat(slugs()).isEmpty();
        projects.removed().undo();
        projects.removed().undo();
        run(ChangeRequest.of("DELETE FROM projects WHERE id = 'projectname'").with(TableNames.COFOUNDER));
        run(ChangeRequest.of("DELETE FROM projects WHERE id = 'other'").with(TableNames.TEKTON));
        assertThat(slugs()).isEmpty();
    }

    /// The statement of the registry's own document.
    @Test
    void a_project_of_the_registry_can_be_inserted() {
        String data = """
                {"id": "tekton-main", "name": "Tekton", "repo": "https://example.org/Tekton", "upstream": null, "working_dir": "/w",
                 "companion_ai": "numa", "metadata": {"description": "Multi", "language": "python", "type": "platform"}}
                """;
        run(ChangeRequest.of("INSERT INTO projects VALUES (?, ?, ?, ?, ?)")
                .with(TableNames.TEKTON)
                .withParameters(
                        Map.of("1", "tekton-main", "2", "Tekton", "3", data, "4", "2025-01-05", "5", "2025-01-05")));

        var fields = projects.require("tekton-main").fields();
        assertThat(fields.name()).isEqualTo("Tekton");
        assertThat(fields.repositoryUrl()).isEqualTo("https://example.org/Tekton");
        assertThat(fields.description()).isEqualTo("Multi");
        assertThat(fields.metadataMap()).containsOnly(Map.entry("type", "platform"));
    }

    @Test
    void fields_tags_and_variables_change_as_other_commands_change_them() {
        var changes = run("""
                UPDATE projects SET name = 'Shop; "1"', license = 'MIT', metadata = '{"framework": "quarkus"}' WHERE slug = 'other';
                INSERT INTO project_tags SELECT project_id, 'web' FROM projects;
                UPDATE project_list SET slug = 'renamed' WHERE slug = 'other';
                INSERT INTO project_variables (project, name, value) VALUES ('renamed', 'PORT', '80'), ('renamed', 'HOST', 'h');
                UPDATE project_variables SET value = 'port-new' WHERE name = 'PORT';
                DELETE FROM project_variables WHERE name = 'HOST';
                INSERT INTO project_list (slug, name, status) VALUES ('third', 'Third', 'planning');
                """);

        var fields = projects.require("renamed").fields();
        assertThat(fields.name()).isEqualTo("Shop; \"1\"");
        assertThat(fields.license()).isEqualTo("MIT");
        assertThat(fields.metadataMap()).containsEntry("framework", "quarkus");
        assertThat(fields.tags()).containsExactly("web");
        assertThat(new Variables(temple).get("renamed", "default", "PORT").value())
                .isEqualTo("port-new");
        assertThat(new Variables(temple).list("renamed")).hasSize(1);
        assertThat(projects.require("third").fields().status().word()).isEqualTo("planning");
        assertThat(changes.getFirst())
                .isEqualTo(new DoneChange("edit", "other", List.of("name", "license", "metadata")));
        var audited = new Audit(temple).list(Optional.empty(), 100);
        assertThat(audited.toString()).contains("sql write", "PORT").doesNotContain("port-new");
        new Audit(temple).verify(Optional.empty());
    }

    @Test
    void a_script_is_undone_as_one_and_redone_as_one() {
        run("INSERT INTO project_variables (project, name, value) VALUES ('other', 'PORT', '80')");
        projects.removed().undo();
        var before = everything();
        run("""
                UPDATE projects SET license = 'MIT';
                UPDATE projects SET slug = 'renamed', description = 'A' WHERE slug = 'other';
                INSERT INTO project_tags SELECT project_id, 'web' FROM projects;
                INSERT INTO project_variables (project, name, value) VALUES ('renamed', 'HOST', 'h');
                UPDATE project_variables SET value = 'i' WHERE name = 'HOST';
                INSERT INTO project_list (slug, name, status) VALUES ('third', 'Third', 'planning');
                INSERT INTO project_variables (project, name, value) VALUES ('third', 'HOST', 'h');
                UPDATE projects SET license = 'Apache-2.0' WHERE slug = 'projectname';
                DELETE FROM projects WHERE slug = 'projectname';
                """);
        var after = everything();

        var entry = projects.removed().list().getFirst();
        assertThat(entry.action().word()).isEqualTo("together");
        assertThat(entry.summary()).startsWith("sql --write: ").endsWith(" changes of renamed, projectname, third");

        assertThat(projects.removed().undo(entry.undoId() - 2))
                .isInstanceOfSatisfying(
                        Restoration.Undone.class,
                        undone -> assertThat(undone.isReversible()).isTrue());
        assertThat(everything()).isEqualTo(before);
        assertThat(projects.removed().list()).hasSize(2);
        assertThat(projects.removed().list().getFirst().summary()).startsWith("undo of sql --write: ");

        projects.removed().undo();
        assertThat(everything()).isEqualTo(after);
        projects.removed().undo();
        assertThat(everything()).isEqualTo(before);
        long groups = temple.file()
                .read(tx -> tx.query("SELECT count(*) FROM undo_groups").longValue());
        assertThat(groups).isEqualTo(1);
        new Audit(temple).verify(Optional.empty());
    }

    @Test
    void what_was_changed_since_keeps_the_whole_script_from_being_undone() {
        run("UPDATE projects SET license = 'MIT'");
        projects.edit("other", draft -> draft.license("ISC"));
        var before = everything();

        assertThatThrownBy(() -> projects.removed()
                        .undo(projects.removed().list().getLast().undoId()))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHANGED_SINCE));

        assertThat(everything()).isEqualTo(before);
        assertThat(projects.removed().list()).hasSize(2);
    }

    private List<String> everything() {
        return temple.file().read(tx -> tx.query("""
                        SELECT slug || ' ' || coalesce(license, '') || ' ' || coalesce(description, '') || ' ' || uuid || ' '
                               || coalesce((SELECT group_concat(tag) FROM project_tags t WHERE t.project_id = p.project_id), '') || ' '
                               || coalesce((SELECT group_concat(name || value) FROM project_variables v WHERE v.project = p.slug), '')
                          FROM project_list p
                         ORDER BY slug
                        """).list(row -> row.text(1)));
    }

    /// The program sqlite3 deletes without foreign keys, and leaves variables and secrets behind.
    @Test
    void a_new_project_never_takes_what_a_deleted_one_left_behind() {
        long before = FilledTemple.newProject(temple, "last");
        temple.file()
                .write(tx -> tx.update("DELETE FROM projects WHERE project_id = :id")
                        .bind("id", before)
                        .execute());

        assertThat(FilledTemple.newProject(temple, "next")).isEqualTo(before + 1);
    }

    @Test
    void a_preview_changes_nothing() {
        var request = ChangeRequest.of("DELETE FROM projects");

        assertThat(new TempleChanges(temple).preview(request)).hasSize(2);

        assertThat(slugs()).hasSize(2);
        assertThat(new Audit(temple).list(Optional.empty(), 10)).isEqualTo(audited);
    }

    @Test
    void what_would_do_something_else_by_now_is_not_done() {
        var request = ChangeRequest.of("DELETE FROM projects");
        var expected = new TempleChanges(temple).preview(request);
        FilledTemple.newProject(temple, "third");

        assertThatThrownBy(() -> new TempleChanges(temple).run(request, expected))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_CHANGED));
        assertThat(slugs()).hasSize(3);
    }

    @Test
    void refuses_what_would_break_something_and_changes_nothing() {
        for (String sql : REFUSED) {
            assertThatThrownBy(() -> run(sql))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            e -> assertThat(e.code()).isNotIn(ErrorCode.INTERNAL, ErrorCode.TEMPLE_CORRUPT));
            assertThat(slugs()).as(sql).containsExactly("other", "projectname");
        }
        assertThat(new Audit(temple).list(Optional.empty(), 10)).isEqualTo(audited);
        assertThat(Path.of("evil.sqlite")).doesNotExist();
        assertThat(temple.file().integrityCheck()).isEmpty();
    }

    /// A description that is no JSON stays a text, and so does one that is.
    @Test
    void texts_that_look_like_json_stay_texts() {
        run("INSERT INTO projects (slug, description, metadata) VALUES ('a', '{\"x\": 1}', '{\"y\": 2}')");

        assertThat(projects.require("a").fields().description()).isEqualTo("{\"x\": 1}");
        assertThat(projects.require("a").fields().metadataMap()).containsOnlyKeys("y");
    }

    private List<DoneChange> run(String sql) {
        return run(ChangeRequest.of(sql));
    }

    private List<DoneChange> run(ChangeRequest request) {
        var changes = new TempleChanges(temple);
        return changes.run(request, changes.preview(request));
    }

    private List<String> slugs() {
        var slugs = new ArrayList<String>();
        temple.file()
                .read(tx ->
                        tx.query("SELECT slug FROM project_list ORDER BY slug").list(row -> slugs.add(row.text(1))));
        return slugs;
    }
}
