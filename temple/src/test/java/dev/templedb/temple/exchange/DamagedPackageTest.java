package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages in one file that a disk or a transfer has damaged: `--partial` takes what is whole, and never anything
/// else.
class DamagedPackageTest {
    private static final int COMMITS = 6;

    @TempDir
    private static Path folder;

    private static GitFolder git;
    private static Temple temple;
    private static byte[] good;
    private static TreeSet<String> objects;
    private static int attempts;

    @BeforeAll
    static void make() throws IOException {
        git = GitFolder.init(folder.resolve("git"));
        var random = new Random(5);
        for (int i = 0; i < COMMITS; i++) {
            var large = new byte[3 << 20];
            random.nextBytes(large);
            git.write("large.bin", large).write("f" + i, "file " + i + "\n").commit("Commit " + i);
            git.run("tag", "-a", "v" + i, "-m", "Version " + i);
        }
        temple = FilledTemple.open(folder.resolve("one.sqlite"));
        FilledTemple.take(temple, "p", git.path());
        var exported = new PackageExport(temple)
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve("good.cathedral"),
                                PackageLayout.FILE,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
        good = Files.readAllBytes(exported.path());
        objects = objects(git);
    }

    @AfterAll
    static void close() {
        temple.close();
    }

    private static TreeSet<String> objects(GitFolder git) {
        return new TreeSet<>(git.run("cat-file", "--batch-all-objects", "--batch-check")
                .lines()
                .toList());
    }

    private PackageImportReport partial(Temple into, byte[] bytes, boolean dryRun) throws IOException {
        var file = Files.write(folder.resolve("damaged.cathedral"), bytes);
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                file, Optional.of(new Slug("p")), false, true, dryRun, folder.resolve("scratch")),
                        Progress.NONE);
    }

    /// Imports what is whole and returns the objects of the repository that comes out; nothing when it is refused.
    private Optional<TreeSet<String>> salvage(byte[] bytes) throws IOException {
        var name = "attempt-" + attempts++;
        try (var other = FilledTemple.open(folder.resolve(name + ".sqlite"))) {
            PackageImportReport report;
            try {
                report = partial(other, bytes, false);
            } catch (TempleException refused) {
                assertThat(refused.code().id()).startsWith("TDB-12");
                assertThat(new Projects(other).find("p")).isEmpty();
                return Optional.empty();
            }
            assertThat(report.leftOut()).isNotEmpty();
            var back = folder.resolve(name);
            new GitExport(other).run(new Projects(other).require("p").id(), back, true, Progress.NONE);
            var restored = GitFolder.at(back);
            assertThat(restored.start(new byte[0], "fsck", "--full", "--strict").exit())
                    .isZero();
            assertThat(report.commits()).isEqualTo(Long.parseLong(restored.run("rev-list", "--all", "--count")));
            var found = objects(restored);
            assertThat(objects).containsAll(found);
            return Optional.of(found);
        }
    }

    @Test
    void whatever_byte_is_damaged_only_what_is_whole_is_taken() throws IOException {
        var random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 12; i++) {
            var damaged = good.clone();
            damaged[random.nextInt(good.length)] ^= (byte) (1 + random.nextInt(255));
            taken += salvage(damaged).isPresent() ? 1 : 0;
        }
        assertThat(taken).isGreaterThan(6);
    }

    @Test
    void wherever_it_is_cut_off_only_what_is_whole_is_taken() throws IOException {
        var random = new Random(12);
        int taken = 0;
        for (int i = 0; i < 8; i++) {
            taken += salvage(Arrays.copyOf(good, random.nextInt(good.length))).isPresent() ? 1 : 0;
        }
        assertThat(taken).isPositive();
        assertThat(salvage(Arrays.copyOf(good, good.length - 1))).contains(objects);
    }

    @Test
    void a_dry_run_says_what_would_come_in() throws IOException {
        var damaged = good.clone();
        damaged[good.length / 2] ^= 1;
        try (var other = FilledTemple.open(folder.resolve("dry.sqlite"))) {
            var would = partial(other, damaged, true);
            assertThat(new Projects(other).find("p")).isEmpty();
            var did = partial(other, damaged, false);
            assertThat(List.of(would.commits(), would.files(), would.branches(), would.objects()))
                    .isEqualTo(List.of(did.commits(), did.files(), did.branches(), did.objects()));
            assertThat(did.commits()).isBetween(1L, COMMITS - 1L);
            assertThat(did.leftOut()).anyMatch(left -> left.what().startsWith("commit "));
            assertThat(did.contentRoot())
                    .isNotEqualTo(
                            Optional.of(new PackageExport(temple).state("p").root()));
        }
    }

    @Test
    void without_partial_it_is_refused() throws IOException {
        var damaged = good.clone();
        damaged[good.length / 2] ^= 1;
        var file = Files.write(folder.resolve("strict.cathedral"), damaged);
        try (var other = FilledTemple.open(folder.resolve("strict.sqlite"))) {
            var refused = catchThrowableOfType(
                    TempleException.class,
                    () -> new PackageImport(other)
                            .run(
                                    new PackageImportRequest(
                                            file, Optional.empty(), false, false, false, folder.resolve("scratch")),
                                    Progress.NONE));
            assertThat(refused).isNotNull();
        }
    }
}
