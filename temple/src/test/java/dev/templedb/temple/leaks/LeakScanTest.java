package dev.templedb.temple.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakScanTest {
    private static final String KEY = "-----BEGIN RSA " + "PRIVATE KEY-----\n";

    @TempDir
    private Path folder;

    private Temple temple;
    private int exports;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        var git = GitFolder.init(folder.resolve("git"));
        git.write("conf/.env", "A=1\n")
                .write("old.pem", KEY + "MIIE\n")
                .write("large.txt", "x\n".repeat(200_000) + KEY)
                .write("ok.txt", "ok\n")
                .commit("one");
        git.run("rm", "-q", "old.pem");
        git.commit("two");
        FilledTemple.take(temple, "p", git.path());
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private List<String> lines() {
        return new LeakScan(temple)
                .run("p", Progress.NONE).stream()
                        .map(leak -> leak.line().replaceAll("commit [0-9a-f]{10}", "commit X"))
                        .toList();
    }

    @Test
    void every_commit_is_looked_through_and_a_second_time_gives_the_same() {
        var first = lines();

        assertThat(first)
                .containsExactly(
                        "conf/.env: a .env file (.env)",
                        "large.txt, line 200001: a private key (-----BEGIN RSA PRIVATE KEY-----)",
                        "old.pem, line 1, in commit X: a private key (-----BEGIN RSA PRIVATE KEY-----)");
        assertThat(lines()).isEqualTo(first);
    }

    private ExportReport export(HistoryMode history, boolean letsOut, String... globs) {
        return export("p", history, letsOut, globs);
    }

    private ExportReport export(String slug, HistoryMode history, boolean letsOut, String... globs) {
        return new PackageExport(temple)
                .run(
                        new ExportRequest(
                                slug,
                                folder.resolve("package-" + exports++),
                                PackageLayout.FILE,
                                new PathFilter(List.of(globs)),
                                history,
                                Existing.REFUSE,
                                "0.1.0",
                                new PackagedSecrets(false, Map.of(), false, letsOut)),
                        Progress.NONE);
    }

    @Test
    void a_private_project_is_exported_with_a_warning() {
        assertThat(export(HistoryMode.FULL, false).notices())
                .hasSize(4)
                .first()
                .asString()
                .contains("secrets");
        assertThat(export(HistoryMode.NONE, false, "conf/", "large.txt").notices())
                .isEmpty();
    }

    @Test
    void a_public_project_is_not_exported_with_them_unless_somebody_says_so() {
        new Projects(temple).edit("p", draft -> draft.visibility(Visibility.PUBLIC));

        assertThatThrownBy(() -> export(HistoryMode.FULL, false)).isInstanceOfSatisfying(TempleException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SECRETS_FOUND);
            assertThat(e).hasMessageContaining("conf/.env").hasMessageContaining("old.pem");
        });
        assertThat(export(HistoryMode.FULL, true).path()).exists();
        assertThat(export(HistoryMode.REWRITTEN, false, ".env", "*.pem", "large.txt")
                        .path())
                .exists();
    }

    @Test
    void what_new_commits_bring_is_told_and_what_was_there_before_is_not() {
        var git = GitFolder.init(folder.resolve("second"));
        git.write("a.txt", KEY + "MIIE\n").commit("one");
        FilledTemple.take(temple, "second", git.path());
        var scan = new LeakScan(temple);
        long mark = scan.mark("second");
        git.write("a.txt", KEY + "MIIE changed\n")
                .write("prod.env", "A=1\n")
                .write("b.txt", "h" + "f_" + "aB3dE5gH7jK9".repeat(3) + "\n")
                .commit("two");
        new ProjectImport(temple)
                .sync(
                        "second",
                        new ImportRequest(
                                git.path().toString(),
                                git.path(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of(),
                                new Author("Ada", "ada@example.org"),
                                git.path()),
                        Progress.NONE);

        assertThat(scan.since("second", mark))
                .extracting(Leak::line)
                .containsExactly(
                        "b.txt, line 1: a token of Hugging Face (hf_aB3…)", "prod.env: a .env file (prod.env)");
        assertThat(scan.since("second", scan.mark("second"))).isEmpty();
        assertThat(scan.run("second", Progress.NONE)).extracting(Leak::path).contains("prod.env");
    }

    @Test
    void a_public_project_is_not_exported_with_tokens_of_well_known_shapes() {
        var git = GitFolder.init(folder.resolve("second"));
        git.write("b.txt", "h" + "f_" + "aB3dE5gH7jK9".repeat(3) + "\n").commit("one");
        FilledTemple.take(temple, "second", git.path());
        new Projects(temple).edit("second", draft -> draft.visibility(Visibility.PUBLIC));

        assertThatThrownBy(() -> export("second", HistoryMode.FULL, false)).hasMessageContaining("b.txt");
        assertThat(export("second", HistoryMode.FULL, true).path()).exists();
    }
}
