package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories and tars of ours in which contents or frames are damaged or gone.
class DamagedDirectoryTest {
    @TempDir
    private Path folder;

    private GitFolder git;
    private Temple temple;
    private Path root;

    @BeforeEach
    void make() throws IOException {
        git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "first a\n").write("b.txt", "b\n").commit("One");
        git.write("a.txt", "second a\n").write("d/c.txt", "c\n").commit("Two");
        git.write("new.txt", "new\n").write("d/c.txt", "second c\n").commit("Three");
        temple = FilledTemple.open(folder.resolve("one.sqlite"));
        FilledTemple.take(temple, "p", git.path());
        root = export(PackageLayout.DIRECTORY, "p.cathedral");
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private Path export(PackageLayout layout, String name) {
        return new PackageExport(temple)
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve(name),
                                layout,
                                new PathFilter(List.of()),
                                HistoryMode.FULL,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE)
                .path();
    }

    private PackageImportReport take(Temple into, Path path, boolean partial) {
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                path, Optional.empty(), false, partial, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    /// Imports what is whole, and proves that what comes out is a part of the repository that git finds nothing
    /// wrong
    /// with.
    private PackageImportReport salvage(Path path) {
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var report = take(other, path, true);
            var back = folder.resolve("back");
            new GitExport(other).run(new Projects(other).require("p").id(), back, true, Progress.NONE);
            var restored = GitFolder.at(back);
            assertThat(restored.start(new byte[0], "fsck", "--full", "--strict").exit())
                    .isZero();
            assertThat(git.run("rev-list", "--all").lines())
                    .containsAll(restored.run("rev-list", "--all").lines().toList());
            return report;
        }
    }

    private Path blobOf(String path) throws IOException {
        try (var all = Files.list(root.resolve("files"))) {
            var json = all.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> read(file).contains("\"file_path\": \"" + path + "\"")
                            && read(file).contains("version_number"))
                    .findFirst()
                    .orElseThrow();
            return Path.of(json.toString().replace(".json", ".blob"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static List<String> what(PackageImportReport report) {
        return report.leftOut().stream().map(LeftOut::what).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "altered", "cut off"})
    void a_content_that_is_damaged_costs_the_commits_that_have_it_and_is_listed_by_path(String how) throws IOException {
        var blob = blobOf("new.txt");
        switch (how) {
            case "missing" -> Files.delete(blob);
            case "altered" -> Files.writeString(blob, "neu\n");
            default -> Files.writeString(blob, "n");
        }

        var report = salvage(root);

        assertThat(report.commits()).isEqualTo(2);
        var three = git.run("rev-parse", "HEAD");
        assertThat(what(report))
                .contains("files/" + blob.getFileName(), "commit " + three, "refs/heads/main", "new.txt", "d/c.txt")
                .doesNotContain("a.txt", "b.txt");
        assertThat(report.leftOut())
                .contains(new LeftOut("new.txt", "the version of commit %s is not there".formatted(three)))
                .contains(new LeftOut(
                        "d/c.txt",
                        "this version is whole, but commit %s, which it belongs to, is not".formatted(three)))
                .contains(new LeftOut("commit " + three, "not all of its files are there: new.txt"));
    }

    @Test
    void a_tar_is_taken_like_the_directory_in_it() throws IOException, InterruptedException {
        Files.delete(blobOf("new.txt"));
        var tar = folder.resolve("p.tar.gz");
        assertThat(new ProcessBuilder("tar", "-C", folder.toString(), "-czf", tar.toString(), "p.cathedral")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();

        var report = salvage(tar);

        assertThat(report.commits()).isEqualTo(2);
        assertThat(what(report)).contains("new.txt", "d/c.txt");
    }

    @Test
    void frames_that_are_gone_leave_nothing_that_is_whole() throws IOException {
        Files.delete(root.resolve("objects/0001.frames"));
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            assertThat(catchThrowableOfType(TempleException.class, () -> take(other, root, true))
                            .code())
                    .isEqualTo(ErrorCode.PACKAGE_INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state.json", "project.json", "objects/index", "files/manifest.json"})
    void parts_that_say_what_the_package_is_are_never_forgiven(String part) throws IOException {
        Files.writeString(root.resolve(part), "{}");
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            assertThat(catchThrowableOfType(TempleException.class, () -> take(other, root, true))
                            .code()
                            .id())
                    .startsWith("TDB-12");
        }
    }

    @Test
    void without_partial_it_is_refused_and_all_damaged_parts_are_named() throws IOException {
        var damaged = new ArrayList<String>();
        for (var path : List.of("new.txt", "d/c.txt", "a.txt")) {
            Files.writeString(blobOf(path), "other\n");
            damaged.add("files/" + blobOf(path).getFileName());
        }
        var desk = new PackageDesk(folder.resolve("scratch"), Progress.NONE);
        for (var refused : List.of(
                catchThrowableOfType(TempleException.class, () -> desk.check(root)),
                catchThrowableOfType(TempleException.class, () -> take(temple, root, false)))) {
            assertThat(refused.code()).isIn(ErrorCode.PACKAGE_DIGEST_MISMATCH, ErrorCode.PACKAGE_TRUNCATED);
            assertThat(refused.getMessage())
                    .contains("In all 3 parts are damaged")
                    .contains(damaged);
        }
    }

    @Test
    void checking_a_single_file_names_all_damaged_parts() throws IOException {
        var file = export(PackageLayout.FILE, "p.file");
        var bytes = Files.readAllBytes(file);
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("(\u00b5/\u00fd"); at >= 0; at = text.indexOf("(\u00b5/\u00fd", at + 4)) {
            bytes[at + 8] ^= 1;
        }
        Files.write(file, bytes);
        var desk = new PackageDesk(folder.resolve("scratch"), Progress.NONE);

        var refused = catchThrowableOfType(TempleException.class, () -> desk.check(file));

        assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_DIGEST_MISMATCH);
        assertThat(refused.getMessage()).contains("parts are damaged").contains("frame 0, frame 1");
    }
}
