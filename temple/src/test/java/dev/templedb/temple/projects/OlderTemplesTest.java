package dev.templedb.temple.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.temple.Temple;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.fixtures.WorkProcess;
import dev.templedb.temple.search.CodeSearch;
import dev.templedb.temple.search.SearchQuery;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A temple of any older schema is brought up to date when it is opened, and everything works on what was in it.
class OlderTemplesTest {
    @TempDir
    Path directory;

    private GitFolder git;

    @BeforeEach
    void makeProject() {
        git = GitFolder.init(directory.resolve("git"));
        git.write("src/Parser.java", "class Parser {}\n")
                .write("package.json", "{\"name\": \"x\", \"dependencies\": {\"left-pad\": \"^1.0.0\"}}\n")
                .commit("First");
    }

    @Test
    void every_older_schema_is_brought_up_to_date_and_what_it_held_works() throws Exception {
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
        }
        int newest = newest();
        for (int version = newest - 1; version >= 1; version--) {
            try (var sandbox = new IntakeSandbox(directory)) {
                sandbox.temple().file().migrateDown(version);
                assertThat(sandbox.temple().file().schemaVersion()).isEqualTo(version);
            }
            git.write("src/New%d.java".formatted(version), "class New%d { Parser p; }\n".formatted(version))
                    .commit("After version " + version);
            try (var sandbox = new IntakeSandbox(directory)) {
                var temple = sandbox.temple();
                assertThat(temple.file().schemaVersion()).isEqualTo(newest);
                assertThat(temple.file().integrityCheck()).isEmpty();
                temple.file().verifyMigrations();
                long project = new Projects(temple).require("p").id();
                assertThat(new CodeSearch(temple)
                                .run(SearchQuery.of("class Parser"), Progress.NONE)
                                .files())
                        .as("found after version %d", version)
                        .hasSize(1);
                sandbox.sync("p");
                sandbox.project("p").requireSameAs(git);
                assertThat(new CodeSearch(temple)
                                .run(SearchQuery.of("New%d {".formatted(version)), Progress.NONE)
                                .files())
                        .as("found after version %d and a sync", version)
                        .hasSize(1);
                assertThat(new Dependencies(temple).list(project))
                        .as("dependencies after version %d", version)
                        .hasSize(1);
            }
        }
        try (var sandbox = new IntakeSandbox(directory)) {
            var target = directory.resolve("p.cathedral");
            WorkProcess.export(sandbox, PackageLayout.FILE, target);
            WorkProcess.take(sandbox, target, "copy");
            assertThat(sandbox.project("copy").facts())
                    .isEqualTo(sandbox.project("p").facts());
            new Projects(sandbox.temple()).remove("copy");
            new Maintenance(sandbox.temple()).run(Progress.NONE);
            sandbox.project("p").requireSameAs(git);
        }
    }

    private int newest() {
        try (var sandbox = new IntakeSandbox(directory)) {
            return sandbox.temple().file().schemaVersion();
        }
    }

    @Test
    void a_temple_of_a_newer_program_is_left_alone() throws Exception {
        var file = directory.resolve("temple.sqlite");
        try (var sandbox = new IntakeSandbox(directory)) {
            sandbox.take("p", git.path());
            int newer = sandbox.temple().file().schemaVersion() + 1;
            sandbox.temple()
                    .file()
                    .write(tx -> tx.update("PRAGMA user_version = " + newer).execute());
        }
        var before = Files.readAllBytes(file);
        var refused =
                catchThrowableOfType(TempleException.class, () -> Temple.openExisting(file, Clock.systemUTC(), "ada"));
        assertThat(refused.code()).isEqualTo(ErrorCode.TEMPLE_NEWER);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
