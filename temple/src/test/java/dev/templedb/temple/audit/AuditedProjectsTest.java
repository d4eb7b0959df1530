package dev.templedb.temple.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.ProjectStatus;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every change of the registry leaves its entry, and what changes nothing leaves none.
class AuditedProjectsTest {
    @TempDir
    private Path folder;

    private IntakeSandbox sandbox;
    private Projects projects;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(folder);
        projects = new Projects(sandbox.temple());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private List<String> entries() {
        var audit = new Audit(sandbox.temple());
        audit.verify(Optional.empty());
        return audit.list(Optional.empty(), 100).reversed().stream()
                .map(entry -> "%s %s: %s"
                        .formatted(
                                entry.project().orElse("-"),
                                entry.action(),
                                entry.summary().replaceAll("[0-9a-f]{64}", "ROOT")))
                .toList();
    }

    @Test
    void the_life_of_a_project_is_in_the_log() {
        projects.create(new Slug("web"), ProjectFields.named("Web"));
        projects.edit(
                "web",
                draft -> draft.repositoryUrl("https://ada:sesame@example.org/web")
                        .status(ProjectStatus.COMPLETE));
        projects.edit("web", draft -> draft.status(ProjectStatus.COMPLETE));
        catchThrowable(() -> projects.edit("web", draft -> draft.status(ProjectStatus.PLANNING)));
        projects.rename("web", new Slug("shop"));
        projects.rename("shop", new Slug("shop"));
        projects.remove("shop");
        projects.removed().undo();

        assertThat(entries())
                .containsExactly(
                        "web project create: ",
                        "web project edit: fields status repository_url, from active, to complete",
                        "web project rename: to shop",
                        "shop project remove: undo 3",
                        "shop undo: of project remove shop, undo 3");
    }

    @Test
    void so_are_imports_and_syncs_that_brought_something() {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "a\n").commit("One");
        sandbox.take("p", git.path());
        sandbox.sync("p");
        git.write("a.txt", "b\n").commit("Two");
        sandbox.sync("p");
        var exported = new PackageExport(sandbox.temple())
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve("p.cathedral"),
                                PackageLayout.FILE,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
        new PackageImport(sandbox.temple())
                .run(
                        new PackageImportRequest(
                                exported.path(), Optional.empty(), true, false, false, folder.resolve("scratch")),
                        Progress.NONE);

        assertThat(entries())
                .containsExactly(
                        "p project import: content root ROOT, new commits 1, source %s".formatted(git.path()),
                        "p project sync: content root ROOT, new commits 1, source %s".formatted(git.path()),
                        "p cathedral export: content root ROOT, layout file",
                        "p cathedral import: content root ROOT, layout file, outcome replaced");
    }
}
