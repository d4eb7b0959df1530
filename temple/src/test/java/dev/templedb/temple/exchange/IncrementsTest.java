package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.variables.Variables;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Projects that travel bit by bit.
class IncrementsTest {
    @TempDir
    private Path folder;

    private IntakeSandbox sender;
    private Temple receiver;
    private GitFolder git;

    @BeforeEach
    void open() throws Exception {
        sender = new IntakeSandbox(Files.createDirectories(folder.resolve("sender")));
        receiver = FilledTemple.open(folder.resolve("receiver.sqlite"));
        git = GitFolder.init(folder.resolve("git"));
        git.write("first", "first\n").commit("First");
        sender.take("p", git.path());
    }

    @AfterEach
    void close() throws Exception {
        receiver.close();
        sender.close();
    }

    private ExportReport export(String name, Optional<String> since) {
        return new PackageExport(sender.temple())
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve(name),
                                PackageLayout.FILE,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0",
                                PackagedSecrets.NONE,
                                Optional.empty(),
                                since.map(base -> new ExportRequest.Since(base, folder.resolve("scratch")))),
                        Progress.NONE);
    }

    private PackageImportReport take(Path path, String slug, boolean overwrite) {
        return new PackageImport(receiver)
                .run(
                        new PackageImportRequest(
                                path, Optional.of(new Slug(slug)), overwrite, false, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    private PackageImportReport take(Path path) {
        return take(path, "p", false);
    }

    /// Commits, branches, merges, tags, deletions, going back, variables, and now and then a file that is kept in
    /// pieces.
    private void change(Random random, int number) throws Exception {
        var branches = git.run("for-each-ref", "--format=%(refname)", "refs/heads")
                .lines()
                .toList();
        var branch = branches.get(random.nextInt(branches.size()));
        var all = git.run("rev-list", "--all").lines().toList();
        var any = all.get(random.nextInt(all.size()));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                var blob = git.object("blob", "content " + random.nextInt(9) + "\n".repeat(random.nextInt(40)));
                var tree = git.tree("100644 blob " + blob + "\tf" + random.nextInt(4));
                git.run("update-ref", branch, git.run("commit-tree", tree, "-m", "Commit " + number, "-p", branch));
            }
            case 3 -> git.run("update-ref", "refs/heads/b" + number, any);
            case 4 -> git.run("tag", "-a", "-m", "tag", "t" + number, any);
            case 5 -> {
                if (branches.size() > 1
                        && !git.run("symbolic-ref", "HEAD").strip().equals(branch)) {
                    git.run("update-ref", "-d", branch);
                }
            }
            case 6 -> {
                var text = new StringBuilder();
                for (int i = 0; i < 80_000; i++) {
                    text.append(i % 1000 == number ? "changed " : "the same ")
                            .append(i)
                            .append(" and some more of the line\n");
                }
                var tree = git.tree("100644 blob " + git.object("blob", text.toString()) + "\tlarge");
                git.run("update-ref", branch, git.run("commit-tree", tree, "-m", "Large", "-p", branch));
            }
            default ->
                new Variables(sender.temple())
                        .set("p", "default", Map.of("V" + random.nextInt(3), "v" + number), false);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_chain_of_increments_leads_to_what_a_whole_package_holds(long seed) throws Exception {
        var random = new Random(seed);
        take(export("0", Optional.empty()).path());
        for (int step = 1; step <= 6; step++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                change(random, step * 10 + i);
            }
            sender.sync("p");
            var before = folder.resolve(step == 1 ? "0" : "since-" + (step - 1));
            var root = Packages.open(before, OpenOptions.strict(folder.resolve("scratch"), Progress.NONE));
            root.close();
            var increment = export(
                    "since-" + step,
                    Optional.of(step % 2 == 0 ? root.state().root().hex() : before.toString()));
            var whole = export("whole-" + step, Optional.empty());
            assertThat(increment.contentRoot()).isEqualTo(whole.contentRoot());
            try (var opened =
                    Packages.open(increment.path(), OpenOptions.strict(folder.resolve("scratch"), Progress.NONE))) {
                PackageChecker.verify(opened, 1, Progress.NONE);
            }
            assertThat(take(increment.path()).contentRoot()).contains(whole.contentRoot());
        }
        assertThat(receiver.file().integrityCheck()).isEmpty();
        var last = new PackageExport(receiver).state("p");
        assertThat(last).isEqualTo(new PackageExport(sender.temple()).state("p"));
    }

    @Test
    void an_increment_is_small_and_says_what_it_needs() throws Exception {
        git.write("big", new byte[300_000]).commit("Big");
        sender.sync("p");
        var base = export("base", Optional.empty());
        git.run("tag", "v1");
        git.write("small", "small\n").commit("Small");
        sender.sync("p");

        var increment = export("increment", Optional.of(base.path().toString()));
        assertThat(increment.rawBytes()).isLessThan(2000);
        assertThatThrownBy(() -> take(increment.path()))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BASE_MISSING));
        var sinceTag = export("since-tag", Optional.of("v1"));
        assertThat(sinceTag.contentRoot()).isEqualTo(increment.contentRoot());
        take(base.path());
        take(sinceTag.path());
        assertThatThrownBy(() -> export("never", Optional.of("a".repeat(64))))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BASE_UNKNOWN));
    }

    /// An increment on a package that both sides have.
    private ExportReport incrementOnTakenBase() throws Exception {
        var base = export("base", Optional.empty());
        git.write("more", "more\n").commit("More");
        sender.sync("p");
        take(base.path());
        return export("increment", Optional.of(base.path().toString()));
    }

    private TempleException refuses(ErrorCode code, Path path) {
        var refused = catchThrowableOfType(TempleException.class, () -> take(path));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    @Test
    void what_changed_since_the_base_is_named_and_not_thrown_away() throws Exception {
        var increment = incrementOnTakenBase();
        new Variables(receiver).set("p", "default", Map.of("MINE", "1"), false);
        new Projects(receiver)
                .edit("p", draft -> draft.description("My own words").addTag("mine"));

        assertThat(refuses(ErrorCode.PROJECT_HAS_MORE, increment.path()))
                .hasMessageContainingAll("the variables of default", "its description", "the label mine");
        assertThat(new Variables(receiver).list("p")).hasSize(1);
        assertThat(take(increment.path(), "p", true).contentRoot()).contains(increment.contentRoot());
    }

    @Test
    void commits_of_ones_own_are_not_thrown_away() throws Exception {
        var increment = incrementOnTakenBase();
        git.run("clone", "-q", ".", folder.resolve("clone").toString());
        var clone = GitFolder.init(folder.resolve("clone"));
        clone.run("reset", "-q", "--hard", "HEAD~1");
        clone.run("switch", "-q", "-c", "own");
        clone.write("own", "own\n").commit("Own");
        new ProjectImport(receiver).sync("p", sender.request("", clone.path()), Progress.NONE);

        assertThat(refuses(ErrorCode.PROJECT_HAS_MORE, increment.path())).hasMessageContaining("the branch own");
    }

    @Test
    void a_project_moves_on_and_keeps_what_is_of_this_machine() throws Exception {
        new Variables(sender.temple()).set("p", "default", Map.of("OLD", "1", "SAME", "1"), false);
        var increment = incrementOnTakenBase();
        long before = new Projects(receiver).require("p").id();
        new Projects(receiver).edit("p", draft -> draft.workingDirectory("/somewhere"));
        var keys = new KeyRing(folder.resolve("keys"), List.of(), (file, isNew) -> new byte[0]);
        new Secrets(receiver).set("p", "MINE", new byte[] {1}, keys, false);

        var report = take(increment.path());

        var project = new Projects(receiver).require("p");
        assertThat(report.outcome()).isEqualTo(PackageImportReport.Outcome.UPDATED);
        assertThat(report.newCommits()).isEqualTo(1);
        assertThat(report.commits()).isEqualTo(2);
        assertThat(project.id()).isEqualTo(before);
        assertThat(project.fields().workingDirectory()).isEqualTo("/somewhere");
        assertThat(new Secrets(receiver).list("p")).hasSize(1);
        assertThat(new Projects(receiver).removed().list()).isEmpty();
        assertThat(take(increment.path()).outcome()).isEqualTo(PackageImportReport.Outcome.UNCHANGED);
        assertThat(receiver.file().integrityCheck()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_package_that_was_taken_long_ago_changes_nothing(boolean overwrite) throws Exception {
        var first = incrementOnTakenBase();
        git.write("even more", "more\n").commit("Even more");
        sender.sync("p");
        var second = export("second", Optional.of(first.path().toString()));
        take(first.path());
        take(second.path());

        for (var package_ : List.of(first, second)) {
            var again = take(package_.path(), "p", overwrite);

            assertThat(again.outcome()).isEqualTo(PackageImportReport.Outcome.UNCHANGED);
            assertThat(again.contentRoot()).contains(second.contentRoot());
        }
        assertThat(new Projects(receiver).removed().list()).isEmpty();
    }

    @Test
    void a_gap_in_a_chain_is_named() throws Exception {
        var first = incrementOnTakenBase();
        git.write("even more", "more\n").commit("Even more");
        sender.sync("p");
        var second = export("second", Optional.of(first.path().toString()));

        assertThat(refuses(ErrorCode.BASE_MISSING, second.path()))
                .hasMessageContaining(first.contentRoot().hex())
                .hasMessageContaining(
                        new PackageExport(receiver).state("p").root().hex());
    }

    @Test
    void a_project_under_another_slug_moves_on_too() throws Exception {
        var base = export("base", Optional.empty());
        take(base.path(), "other", false);
        git.write("more", "more\n").commit("More");
        sender.sync("p");

        take(export("increment", Optional.of(base.path().toString())).path(), "other", false);

        assertThat(new PackageExport(receiver).state("other").refs())
                .isEqualTo(new PackageExport(sender.temple()).state("p").refs());
    }

    @Test
    void a_dry_run_says_of_an_older_increment_what_an_import_would_do() throws Exception {
        take(export("0", Optional.empty()).path());
        var first = git.run("rev-parse", "HEAD").strip();
        git.write("second", "second\n").commit("Second");
        sender.sync("p");
        var increment = export("1", Optional.of(first)).path();
        var request = new PackageImportRequest(
                increment, Optional.of(new Slug("p")), true, false, true, folder.resolve("scratch"));

        assertThat(new PackageImport(receiver).run(request, Progress.NONE))
                .returns(PackageImportReport.Outcome.REPLACED, PackageImportReport::outcome)
                .returns(true, PackageImportReport::dryRun)
                .returns(2L, PackageImportReport::commits);
        take(increment);
        assertThat(new PackageImport(receiver).run(request, Progress.NONE).outcome())
                .isEqualTo(PackageImportReport.Outcome.UNCHANGED);
    }

    @Test
    void an_address_that_is_a_path_stays_with_the_project_and_out_of_what_travels() throws Exception {
        new Projects(sender.temple())
                .edit("p", draft -> draft.repositoryUrl("/home/ada/p").upstreamUrl("file:///home/ada/up"));
        take(export("0", Optional.empty()).path());
        new Projects(receiver).edit("p", draft -> draft.repositoryUrl("/home/bob/p"));
        new Projects(sender.temple()).edit("p", draft -> draft.description("Changed"));
        var second =
                export("1", Optional.of(git.run("rev-parse", "HEAD").strip())).path();

        try (var opened = Packages.open(second, OpenOptions.strict(folder.resolve("scratch"), Progress.NONE))) {
            assertThat(opened.state().json().toString()).contains("Changed").doesNotContain("/home/");
        }
        assertThat(take(second).outcome()).isEqualTo(PackageImportReport.Outcome.UPDATED);
        assertThat(new Projects(receiver).require("p").fields())
                .returns("/home/bob/p", ProjectFields::repositoryUrl)
                .returns("Changed", ProjectFields::description);
        assertThat(new Projects(sender.temple()).require("p").fields().upstreamUrl())
                .isEqualTo("file:///home/ada/up");
    }

    @Test
    void an_increment_is_compared_on_top_of_its_base() throws Exception {
        var whole = export("0", Optional.empty()).path();
        var first = git.run("rev-parse", "HEAD").strip();
        git.write("second", "second\n").commit("Second");
        sender.sync("p");
        var increment = export("1", Optional.of(first)).path();
        var diff = new PackageDiff(sender.temple(), OpenOptions.strict(folder.resolve("scratch"), Progress.NONE));

        assertThatThrownBy(() ->
                        diff.run(new PackageDiff.Side.OfPackage(whole), new PackageDiff.Side.OfPackage(increment)))
                .hasMessageContaining("holds only what came after");
    }
}
