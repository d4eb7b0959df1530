package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Projects that leave one temple as packages and come into another.
class ProjectRoundTripTest {
    @TempDir
    private static Path shared;

    private static GitFolder odd;

    @TempDir
    private Path folder;

    private Temple temple;
    private Temple other;

    @BeforeAll
    static void makeRepository() {
        odd = OddRepository.make(shared.resolve("git"));
    }

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("one.sqlite"));
        other = FilledTemple.open(folder.resolve("two.sqlite"));
    }

    @AfterEach
    void close() {
        temple.close();
        other.close();
    }

    private ExportReport export(
            Temple from, String slug, String name, PackageLayout layout, HistoryMode mode, String... globs) {
        return new PackageExport(from)
                .run(
                        new ExportRequest(
                                slug,
                                folder.resolve(name),
                                layout,
                                new PathFilter(List.of(globs)),
                                mode,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
    }

    private PackageImportReport take(Temple into, Path path, String slug, boolean overwrite) {
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                path, Optional.of(new Slug(slug)), overwrite, false, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isDirectory(one) ? Shell.diff(one, other).isEmpty() : Files.mismatch(one, other) == -1;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private OpenOptions options() {
        return OpenOptions.strict(folder.resolve("scratch"), Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY", "TAR_ZST"})
    void an_odd_repository_comes_back_with_its_ids_through_every_layout(PackageLayout layout) {
        FilledTemple.take(temple, "odd", odd.path());

        var first = export(temple, "odd", "first", layout, HistoryMode.FULL);
        var taken = take(other, first.path(), "odd", false);
        var second = export(other, "odd", "second", layout, HistoryMode.FULL);
        var back = folder.resolve("back");
        new GitExport(other).run(new Projects(other).require("odd").id(), back, true, Progress.NONE);

        assertThat(taken.contentRoot()).contains(first.contentRoot());
        assertThat(second.contentRoot()).isEqualTo(first.contentRoot());
        assertThat(isSame(first.path(), second.path())).isTrue();
        var restored = GitFolder.at(back);
        assertThat(restored.run("for-each-ref")).isEqualTo(odd.run("for-each-ref"));
        assertThat(objects(restored)).isEqualTo(objects(odd));
    }

    private static TreeSet<String> objects(GitFolder git) {
        return new TreeSet<>(git.run("rev-list", "--objects", "--all", "--no-object-names")
                .lines()
                .toList());
    }

    @Test
    void an_import_into_the_same_temple_stores_no_content_again() {
        FilledTemple.take(temple, "odd", odd.path());
        var exported = export(temple, "odd", "p", PackageLayout.FILE, HistoryMode.FULL);

        var copy = take(temple, exported.path(), "copy", false);

        assertThat(copy.newObjects()).isZero();
        assertThat(new PackageExport(temple).state("copy").objects())
                .isEqualTo(new PackageExport(temple).state("odd").objects());
    }

    @Test
    void what_is_replaced_can_be_brought_back() {
        FilledTemple.take(temple, "odd", odd.path());
        var exported = export(temple, "odd", "p", PackageLayout.FILE, HistoryMode.FULL);
        new Projects(temple).edit("odd", draft -> draft.description("mine"));

        assertThatThrownBy(() -> take(temple, exported.path(), "odd", false))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_ALREADY_EXISTS));
        var replaced = take(temple, exported.path(), "odd", true);
        assertThat(replaced.replaced()).isTrue();
        assertThat(new Projects(temple).require("odd").fields().description()).isNull();

        new Projects(temple).removed().undo();
        assertThat(new Projects(temple).require("odd").fields().description()).isEqualTo("mine");
    }

    /// Plants markers where nothing may leave from, and looks for them in everything that does.
    @ParameterizedTest
    @EnumSource(HistoryMode.class)
    void nothing_leaves_that_the_package_does_not_name(HistoryMode mode) {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("secret/key.txt", "MARKER-EXCLUDED\n")
                .write("open.txt", "old MARKER-HISTORY\n")
                .commit("one");
        git.write("open.txt", "new\n").commit("two");
        git.run("checkout", "-q", "-b", "private");
        git.write("plan.txt", "MARKER-BRANCH\n").commit("private");
        git.run("checkout", "-q", "main");
        FilledTemple.take(temple, "p", git.path());
        var foreign = GitFolder.init(folder.resolve("other"));
        foreign.write("f.txt", "MARKER-PROJECT\n").write("open.txt", "new\n").commit("other");
        FilledTemple.take(temple, "other", foreign.path());
        git.run("branch", "-q", "-D", "private");
        sync(temple, "p", git.path());

        var globs = mode == HistoryMode.FULL ? new String[0] : new String[] {"secret/"};
        for (var layout : List.of(PackageLayout.FILE, PackageLayout.DIRECTORY, PackageLayout.TAR_ZST)) {
            var sent = everythingIn(export(temple, "p", mode + "-" + layout, layout, mode, globs)
                    .path());

            assertThat(sent).doesNotContain("MARKER-BRANCH").doesNotContain("MARKER-PROJECT");
            assertThat(sent.contains("new\n")).isEqualTo(mode != HistoryMode.NO_FILES);
            assertThat(sent.contains("MARKER-EXCLUDED")).isEqualTo(mode == HistoryMode.FULL);
            assertThat(sent.contains("MARKER-HISTORY"))
                    .isEqualTo(mode == HistoryMode.FULL || mode == HistoryMode.REWRITTEN);
        }
    }

    private void sync(Temple into, String slug, Path source) {
        new ProjectImport(into)
                .sync(
                        slug,
                        new ImportRequest(
                                source.toString(),
                                source,
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of(),
                                new Author("Ada", ""),
                                folder.resolve("scratch")),
                        Progress.NONE);
    }

    private String everythingIn(Path path) {
        var all = new ByteArrayOutputStream();
        try (var opened = Packages.open(path, options());
                var reader = new FrameReader()) {
            all.writeBytes(opened.state().bytes());
            opened.frames(frame -> {
                try {
                    all.writeBytes(reader.decompress(frame));
                } catch (MalformedFrame damaged) {
                    throw new AssertionError(damaged);
                }
            });
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void rewriting_history_keeps_what_does_not_change() {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "a\n").commit("first");
        var first = git.run("rev-parse", "HEAD");
        git.write("secret.txt", "s\n").commit("second");
        git.run("tag", "-a", "v1", "-m", "one");
        FilledTemple.take(temple, "p", git.path());

        var report = export(temple, "p", "r", PackageLayout.FILE, HistoryMode.REWRITTEN, "secret.txt");
        take(other, report.path(), "p", false);
        var back = folder.resolve("back");
        new GitExport(other).run(new Projects(other).require("p").id(), back, true, Progress.NONE);

        var restored = GitFolder.at(back);
        assertThat(restored.run("rev-list", "main").lines()).hasSize(2).contains(first);
        assertThat(restored.run("ls-tree", "-r", "--name-only", "v1")).isEqualTo("a.txt");
        assertThat(restored.run("rev-parse", "v1^{commit}")).isEqualTo(restored.run("rev-parse", "main"));
        assertThat(restored.run("fsck", "--strict")).isEmpty();
    }

    @Test
    void a_package_without_history_has_one_commit_and_is_the_same_every_time() {
        FilledTemple.take(temple, "odd", odd.path());

        var one = export(temple, "odd", "one", PackageLayout.FILE, HistoryMode.NONE);
        var two = export(temple, "odd", "two", PackageLayout.FILE, HistoryMode.NONE);
        var taken = take(other, one.path(), "odd", false);

        assertThat(isSame(one.path(), two.path())).isTrue();
        assertThat(taken.commits()).isEqualTo(1);
        assertThat(taken.files()).isEqualTo(one.files());
    }

    @Test
    void a_comparison_names_what_differs() {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("same.txt", "s\n")
                .write("changed.txt", "1\n")
                .write("gone.txt", "g\n")
                .commit("one");
        FilledTemple.take(temple, "p", git.path());
        var old = export(temple, "p", "old", PackageLayout.FILE, HistoryMode.FULL);
        git.write("changed.txt", "2\n").write("new.txt", "n\n");
        git.run("rm", "-q", "gone.txt");
        git.commit("two");
        sync(temple, "p", git.path());

        var diff = new PackageDiff(temple, options())
                .run(new PackageDiff.Side.OfPackage(old.path()), new PackageDiff.Side.OfProject("p"));
        var same = new PackageDiff(temple, options())
                .run(new PackageDiff.Side.OfProject("p"), new PackageDiff.Side.OfProject("p"));

        assertThat(same.isSameState()).isTrue();
        assertThat(same.differences()).isEmpty();
        assertThat(diff.differences().stream()
                        .filter(difference -> difference.part() != DiffReport.Part.FACT)
                        .map(difference -> difference.part() + " " + difference.name() + " "
                                + (difference.left() == null
                                        ? "added"
                                        : difference.right() == null ? "gone" : "changed")))
                .containsExactly(
                        "REF refs/heads/main changed",
                        "FILE changed.txt changed",
                        "FILE gone.txt gone",
                        "FILE new.txt added");
    }

    @Test
    void an_empty_project_travels_too() {
        FilledTemple.newProject(temple, "empty");
        var exported = export(temple, "empty", "e", PackageLayout.FILE, HistoryMode.FULL);

        assertThat(take(other, exported.path(), "empty", false).contentRoot()).contains(exported.contentRoot());
        assertThatThrownBy(() -> export(temple, "empty", "n", PackageLayout.FILE, HistoryMode.NONE))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_EMPTY));
    }

    @Test
    void facts_and_tags_travel_and_the_working_directory_does_not() {
        FilledTemple.newProject(temple, "facts");
        new Projects(temple)
                .edit(
                        "facts",
                        draft -> draft.description("What it is")
                                .license("MIT")
                                .workingDirectory("/home/ada/facts")
                                .repositoryUrl("https://ada:hunter2@example.org/facts.git")
                                .addTag("one")
                                .metadata("framework", "none"));
        var exported = export(temple, "facts", "f", PackageLayout.FILE, HistoryMode.FULL);
        take(other, exported.path(), "facts", false);

        var fields = new Projects(other).require("facts").fields();
        assertThat(fields.description()).isEqualTo("What it is");
        assertThat(fields.license()).isEqualTo("MIT");
        assertThat(fields.tags()).containsExactly("one");
        assertThat(fields.workingDirectory()).isNull();
        assertThat(fields.repositoryUrl()).isEqualTo("https://example.org/facts.git");
        ProjectState state = new PackageExport(other).state("facts");
        assertThat(new String(state.bytes(), StandardCharsets.UTF_8)).doesNotContain("hunter2", "/home/ada");
    }

    @Test
    void a_dry_run_proves_the_package_and_writes_nothing() {
        FilledTemple.take(temple, "odd", odd.path());
        var exported = export(temple, "odd", "p", PackageLayout.FILE, HistoryMode.FULL);

        var report = new PackageImport(other)
                .run(
                        new PackageImportRequest(
                                exported.path(), Optional.empty(), false, false, true, folder.resolve("scratch")),
                        Progress.NONE);

        assertThat(report.dryRun()).isTrue();
        assertThat(report.objects()).isEqualTo(exported.objects());
        assertThat(new Projects(other).find("odd")).isEmpty();
    }

    @Test
    void a_package_verifies_on_its_own() {
        FilledTemple.take(temple, "odd", odd.path());
        var exported = export(temple, "odd", "p", PackageLayout.FILE, HistoryMode.FULL);

        try (var opened = Packages.open(exported.path(), options())) {
            assertThat(PackageChecker.verify(opened, 2, Progress.NONE).objects())
                    .isEqualTo(exported.objects());
        }
    }
}
