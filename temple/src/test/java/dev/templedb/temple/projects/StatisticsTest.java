package dev.templedb.temple.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.templedb.core.Slug;
import dev.templedb.temple.Temple;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    @TempDir
    Path directory;

    @Test
    void counts_the_files_and_the_history_of_one_project_and_of_all() {
        try (var temple = Temple.open(directory.resolve("temple.sqlite"), Clock.systemUTC(), "ada")) {
            var projects = new Projects(temple);
            var first = projects.create(new Slug("first"), ProjectFields.named("First"));
            var second = projects.create(new Slug("second"), ProjectFields.named("Second"));
            addFile(temple, first.id(), 1, "aa", 100, "Java", 8, 2);
            addFile(temple, first.id(), 2, "aa", 100, "Java", 8, 2);
            addFile(temple, first.id(), 3, "bb", 50, null, 0, 0);
            addFile(temple, second.id(), 1, "aa", 100, "Java", 8, 2);
            addCommit(temple, first.id());

            var statistics = new SqliteStatistics(temple);
            var one = statistics.of(first);
            assertThat(one.files()).isEqualTo(3);
            assertThat(one.bytes()).isEqualTo(250);
            assertThat(one.lines()).isEqualTo(20);
            assertThat(one.commentRatio().orElseThrow()).isEqualTo(0.2, within(1e-9));
            assertThat(one.duplicateBytes()).isEqualTo(100);
            assertThat(one.duplication().orElseThrow()).isEqualTo(0.4, within(1e-9));
            assertThat(one.commits()).isEqualTo(1);
            assertThat(one.authors()).isEqualTo(1);
            assertThat(one.branches()).isEqualTo(1);
            assertThat(one.tags()).isEqualTo(1);
            assertThat(one.groups()).hasSize(2);
            assertThat(one.groups().getFirst().language()).isEqualTo("Java");
            assertThat(statistics.ofAll().files()).isEqualTo(4);
            assertThat(statistics.ofAll().duplicateBytes()).isEqualTo(100);

            projects.remove("first");
            assertThat(statistics.ofAll().files()).isEqualTo(1);
            assertThat(statistics.ofAll().commits()).isZero();
            var storage = statistics.ofStorage();
            assertThat(storage.projects()).isEqualTo(1);
            assertThat(storage.removedProjects()).isEqualTo(1);
            assertThat(storage.fileBytes()).isPositive();
            assertThat(storage.schemaVersion()).isPositive();
        }
    }

    @Test
    void an_empty_project_has_no_ratios() {
        try (var temple = Temple.open(directory.resolve("temple.sqlite"), Clock.systemUTC(), "ada")) {
            var project = new Projects(temple).create(new Slug("empty"), ProjectFields.named("Empty"));
            var empty = new SqliteStatistics(temple).of(project);

            assertThat(empty.files()).isZero();
            assertThat(empty.commentRatio()).isEmpty();
            assertThat(empty.duplication()).isEmpty();
        }
    }

    private static void addFile(
            Temple temple, long project, long path, String blob, long bytes, String language, long code, long comment) {
        temple.file().write(tx -> {
            tx.update("INSERT INTO paths VALUES (?1, ?2, CAST('file' || ?2 AS BLOB))")
                    .bind(1, project)
                    .bind(2, path)
                    .execute();
            return tx.update(
                            "INSERT INTO files VALUES (?1, ?2, 33188, unhex(?3), ?4, 'code', ?5, 0, ?6 + ?7, ?6, ?7, 0, 1)")
                    .bind(1, project)
                    .bind(2, path)
                    .bind(3, blob)
                    .bind(4, bytes)
                    .bind(5, language)
                    .bind(6, code)
                    .bind(7, comment)
                    .execute();
        });
    }

    private static void addCommit(Temple temple, long project) {
        temple.file().write(tx -> {
            tx.update(
                            "INSERT INTO commits VALUES (?1, 1, zeroblob(20), zeroblob(20), 'a', 'a@b', 0, 0, 'a', 'a@b', 0, 0, 0, 'm')")
                    .bind(1, project)
                    .execute();
            tx.update("INSERT INTO refs VALUES (?1, 'refs/heads/main', zeroblob(20), zeroblob(20))")
                    .bind(1, project)
                    .execute();
            return tx.update("INSERT INTO refs VALUES (?1, 'refs/tags/v1', zeroblob(20), zeroblob(20))")
                    .bind(1, project)
                    .execute();
        });
    }
}
