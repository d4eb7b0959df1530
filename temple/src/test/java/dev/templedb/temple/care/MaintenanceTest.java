package dev.templedb.temple.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.OddRepository;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("temple.sqlite");
    }

    private static long count(Temple temple, String table) {
        return temple.file()
                .read(tx -> tx.query("SELECT count(*) FROM " + table).longValue());
    }

    private void sync(Temple temple, GitFolder git) {
        new ProjectImport(temple)
                .sync(
                        "p",
                        new ImportRequest(
                                git.path().toString(),
                                folder,
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                List.of(),
                                new Author("Ada", ""),
                                folder.resolve("scratch")),
                        Progress.NONE);
    }

    @Test
    void the_audit_log_says_that_it_ran() {
        try (var temple = FilledTemple.open(file())) {
            new Maintenance(temple).run(Progress.NONE);

            assertThat(new Audit(temple).list(Optional.empty(), 1))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.action()).isEqualTo("maintain");
                        assertThat(entry.details().whole("purged_projects")).contains(0L);
                    });
        }
    }

    @Test
    void many_small_syncs_are_packed_into_few_frames_and_nothing_changes() {
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "0\n").commit("0");
        try (var temple = FilledTemple.open(file())) {
            FilledTemple.take(temple, "p", git.path());
            for (int i = 1; i <= 12; i++) {
                git.write("a.txt", i + "\n").write("dir/b" + i + ".txt", "b\n").commit("commit " + i);
                sync(temple, git);
            }
            var before = new PackageExport(temple).state("p");
            long frames = count(temple, "frames");

            var report = new Maintenance(temple).run(Progress.NONE);

            assertThat(report.problems()).isEmpty();
            assertThat(report.repackedFrames()).isEqualTo(frames);
            assertThat(count(temple, "frames")).isLessThanOrEqualTo(3);
            assertThat(count(temple, "objects")).isEqualTo(before.objects().count());
            assertThat(new PackageExport(temple).state("p")).isEqualTo(before);
            new GitExport(temple)
                    .run(new Projects(temple).require("p").id(), folder.resolve("back"), true, Progress.NONE);
            assertThat(GitFolder.at(folder.resolve("back")).run("rev-parse", "main"))
                    .isEqualTo(git.run("rev-parse", "main"));
        }
    }

    @Test
    void a_sound_temple_stays_as_it_is() {
        try (var temple = FilledTemple.open(file())) {
            FilledTemple.take(
                    temple, "odd", OddRepository.make(folder.resolve("git")).path());

            var report = new Maintenance(temple).run(Progress.NONE);

            assertThat(report)
                    .isEqualTo(new MaintenanceReport(0, 0, 0, report.bytesBefore(), report.bytesAfter(), List.of()));
        }
    }

    @Test
    void a_removed_project_goes_for_good_after_thirty_days_and_takes_its_content_along() {
        try (var temple = FilledTemple.open(file())) {
            FilledTemple.take(
                    temple, "odd", OddRepository.make(folder.resolve("git")).path());
            new Projects(temple).remove("odd");
            new Maintenance(temple).run(Progress.NONE);
            assertThat(count(temple, "frames")).isPositive();
        }
        var later = Clock.fixed(Instant.EPOCH.plus(Duration.ofDays(31)), ZoneOffset.UTC);
        try (var temple = Temple.open(file(), later, "test")) {
            var report = new Maintenance(temple).run(Progress.NONE);

            assertThat(report.purgedProjects()).isEqualTo(1);
            assertThat(report.bytesAfter()).isLessThan(report.bytesBefore());
            for (var table : List.of("projects", "frames", "objects", "commits", "files", "project_frames")) {
                assertThat(count(temple, table)).as(table).isZero();
            }
        }
    }

    @Test
    void a_lost_bit_in_a_frame_is_found() {
        try (var temple = FilledTemple.open(file())) {
            FilledTemple.take(
                    temple, "odd", OddRepository.make(folder.resolve("git")).path());
            temple.file()
                    .write(tx -> tx.update(
                                    "UPDATE frames SET data = CAST(substr(data, 1, 40) || x'00' || substr(data, 42) AS BLOB) WHERE frame_no = 1")
                            .execute());

            assertThat(new Maintenance(temple).run(Progress.NONE).problems())
                    .singleElement()
                    .asString()
                    .contains("Frame 1");
        }
    }
}
