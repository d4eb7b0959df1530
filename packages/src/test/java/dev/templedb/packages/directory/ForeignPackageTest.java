package dev.templedb.packages.directory;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.samples.TakenIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages as the Python tool, or a hand that follows S0, might write them.
class ForeignPackageTest {
    @TempDir
    Path directory;

    private final List<Json> listed = new ArrayList<>();
    private Json.Obj manifest = Json.Obj.empty()
            .with("version", "1.0.0")
            .with("format", "cathedral-package")
            .with("created_at", "2026-02-23T12:00:00Z")
            .with("created_by", "user@example.com")
            .with(
                    "project",
                    Json.Obj.empty()
                            .with("slug", "team-project")
                            .with("visibility", "public")
                            .with("license", "MIT"));
    private Json.Obj project = Json.Obj.empty()
            .with("slug", "team-project")
            .with("name", "Team Project")
            .with("statistics", Json.NULL);

    private Path root() {
        return directory.resolve("team-project.cathedral");
    }

    private void put(String path, byte[] content) throws IOException {
        var file = root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void put(String path, String content) throws IOException {
        put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /// A file whose blob is `now` although it was `then` when it was hashed and measured.
    private void file(long id, String path, String then, String now, Json.Obj metadata) throws IOException {
        file(id, path, Sha256.of(then.getBytes(StandardCharsets.UTF_8)), then.length(), now, metadata);
    }

    private void file(long id, String path, Sha256 hash, long bytes, String now, Json.Obj metadata) throws IOException {
        var entry = Json.Obj.empty().with("file_id", id).with("file_path", path).with("hash_sha256", hash.hex());
        listed.add(entry);
        put("files/file-%06d.blob".formatted(id), now);
        put(
                "files/file-%06d.json".formatted(id),
                PackageJson.write(entry.with("file_size_bytes", bytes)
                        .with("author", "Grace")
                        .with("version_number", 7)
                        .with("metadata", metadata)));
    }

    private OpenPackage open() throws IOException {
        put(
                "files/manifest.json",
                PackageJson.write(
                        Json.Obj.empty().with("total_files", listed.size()).with("files", new Json.Arr(listed))));
        put("project.json", PackageJson.write(project));
        put("manifest.json", PackageJson.write(manifest));
        return Packages.open(root(), options());
    }

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    @Test
    void line_ends_that_were_changed_are_restored_where_the_hash_proves_them() throws IOException {
        file(3, "windows.txt", "a\r\nb\r\n", "a\nb\n", Json.Obj.empty());
        file(20, "unix.txt", "a\nb\n", "a\r\nb\r\n", Json.Obj.empty());
        file(1234567, "both.txt", "lone\rcr\r\n", "lone\rcr\n", Json.Obj.empty());
        try (var read = open()) {
            assertThat(read.notices())
                    .filteredOn(notice -> notice.contains("line ends"))
                    .hasSize(3);
            var contents = TakenIn.of(read).contents();
            assertThat(contents.get("windows.txt")).asString().isEqualTo("a\r\nb\r\n");
            assertThat(contents.get("unix.txt")).asString().isEqualTo("a\nb\n");
            assertThat(contents.get("both.txt")).asString().isEqualTo("lone\rcr\r\n");
        }
    }

    @Test
    void a_length_that_only_lost_line_ends_explain_is_taken_with_a_notice() throws IOException {
        file(1, "a.txt", Sha256.of("a\nb\n".getBytes()), 6, "a\nb\n", Json.Obj.empty());
        try (var read = open()) {
            assertThat(read.notices()).anyMatch(notice -> notice.contains("cannot be undone"));
            assertThat(TakenIn.of(read).contents().get("a.txt")).asString().isEqualTo("a\nb\n");
        }
    }

    @Test
    void a_change_that_is_not_one_of_line_ends_is_refused() throws IOException {
        file(1, "a.txt", "a\r\nb\n", "a\nb\n", Json.Obj.empty());
        refuses(ErrorCode.PACKAGE_DIGEST_MISMATCH, this::open).contains("file-000001.blob (a.txt)");
    }

    @Test
    void modes_are_taken_from_metadata() throws IOException {
        file(1, "run", "x", "x", Json.Obj.empty().with("mode", "100755"));
        file(2, "link", "run", "run", Json.Obj.empty().with("mode", "120000"));
        file(3, "odd", "x", "x", Json.Obj.empty().with("mode", "777777"));
        try (var read = open()) {
            assertThat(TakenIn.of(read).files()).extracting("mode").containsExactly(0120000, 0100644, 0100755);
        }
    }

    @Test
    void everything_of_s0_s_tree_comes_back_at_its_place() throws IOException {
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        var large = new byte[9 << 20];
        new Random(1).nextBytes(large);
        var parts = new java.util.TreeMap<String, byte[]>();
        for (var path : List.of(
                "environments/dev.nix",
                "environments/prod.json",
                "secrets/encrypted.age",
                "secrets/manifest.json",
                "metadata/readme.md",
                "deployments/targets.json",
                "dependencies/dependencies.json",
                "vcs/history.json",
                "odd names/\u00fcn\u00ef.txt",
                "top-level-file",
                ".hidden/x")) {
            parts.put(
                    path,
                    (path.endsWith(".json") ? "[\"%s\"]" : "# %s")
                            .formatted(path)
                            .getBytes(StandardCharsets.UTF_8));
        }
        parts.put("metadata/large.bin", large);
        for (var part : parts.entrySet()) {
            put(part.getKey(), part.getValue());
        }
        put("vcs/commits.json", "[{\"id\": 77, \"commit_hash\": \"0123456789abcdef\"}]");
        TakenIn taken;
        try (var read = open()) {
            taken = TakenIn.of(read);
            assertThat(taken.rawBytes()).isEqualTo(read.rawBytes());
        }
        var again = directory.resolve("again.cathedral");
        Packages.write(taken, PackageLayout.DIRECTORY, again, Existing.REFUSE);
        StrictReader.check(again);
        parts.forEach((path, content) -> assertThat(again.resolve(path)).hasBinaryContent(content));
        assertThat(again.resolve("documents/vcs/commits.json")).content().contains("0123456789abcdef");
        try (var read = Packages.open(again, options())) {
            assertThat(read.state()).isEqualTo(taken.state());
            TakenIn.of(read);
        }
    }

    @Test
    void what_is_said_of_each_file_is_kept() throws IOException {
        file(1, "a.txt", "a", "a", Json.Obj.empty().with("reviewed", true));
        try (var read = open()) {
            var taken = TakenIn.of(read);
            var kept = new String(
                    taken.document(taken.state().documents().get("metadata/imported-files.json")),
                    StandardCharsets.UTF_8);
            assertThat(kept).contains("\"author\": \"Grace\"", "\"version_number\": 7", "\"reviewed\": true");
        }
    }

    @Test
    void facts_of_the_project_are_taken_and_local_paths_are_not() throws IOException {
        manifest = manifest.with("moon", "full");
        project = project.with("description", "Ours")
                .with("repository_url", "https://example.com/x.git")
                .with("project_path", "/home/user/projects/x")
                .with("created_at", "2026-01-01T00:00:00Z")
                .with("updated_at", "2026-02-02 03:04:05")
                .with("default_branch", "develop")
                .with("metadata", Json.object("tags", Json.Arr.ofTexts(List.of("web"))));
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        try (var read = open()) {
            var facts = read.state().project();
            assertThat(facts.text("repository_url")).contains("https://example.com/x.git");
            assertThat(facts.text("license")).contains("MIT");
            assertThat(facts.text("visibility")).contains("public");
            assertThat(facts.text("created_at")).contains("2026-01-01T00:00:00.000Z");
            assertThat(facts.text("updated_at")).contains("2026-02-02T03:04:05.000Z");
            assertThat(read.state().refs()).containsOnlyKeys("refs/heads/develop");
            assertThat(read.unknownFields().object("manifest").text("moon")).contains("full");
            var taken = TakenIn.of(read);
            assertThat(taken.commits().getFirst().authorEmail()).isEqualTo("user@example.com");
            var again = directory.resolve("again");
            Packages.write(taken, PackageLayout.DIRECTORY, again, Existing.REFUSE);
            try (var all = Files.walk(again)) {
                for (var part : all.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(part, StandardCharsets.ISO_8859_1))
                            .doesNotContain("/home/user");
                }
            }
        }
    }

    @Test
    void a_package_without_files_is_a_project_without_commits() throws IOException {
        try (var read = open()) {
            assertThat(read.state().refs()).isEmpty();
            assertThat(TakenIn.of(read).files()).isEmpty();
        }
    }

    @Test
    void names_that_cannot_be_branch_or_slug_are_replaced_with_a_notice() throws IOException {
        project = project.with("slug", "My Project!").with("default_branch", "no..branch");
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        try (var read = open()) {
            assertThat(read.state().project().text("slug")).contains("my-project");
            assertThat(read.state().refs()).containsOnlyKeys("refs/heads/main");
            assertThat(read.notices())
                    .anyMatch(notice -> notice.contains("my-project"))
                    .anyMatch(notice -> notice.contains("no..branch"));
        }
    }

    @Test
    void a_package_that_tar_packed_is_read() throws IOException, InterruptedException {
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        open().close();
        for (var format : List.of("gnu", "ustar", "posix")) {
            var tar = directory.resolve(format + ".tar.gz");
            var process = new ProcessBuilder(
                            "tar",
                            "--format=" + format,
                            "-czf",
                            tar.toString(),
                            "-C",
                            directory.toString(),
                            "team-project.cathedral")
                    .inheritIO()
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            try (var read = Packages.open(tar, options())) {
                assertThat(TakenIn.of(read).contents()).containsOnlyKeys("a.txt");
            }
        }
    }

    @Test
    void a_tar_of_two_packages_is_not_taken_for_one() throws IOException, InterruptedException {
        open().close();
        Files.createDirectories(directory.resolve("day/other.cathedral"));
        Files.move(root(), directory.resolve("day/team-project.cathedral"));
        Files.writeString(directory.resolve("day/other.cathedral/manifest.json"), "{}");
        var tar = directory.resolve("day.tar.gz");
        assertThat(new ProcessBuilder("tar", "-czf", tar.toString(), "-C", directory.toString(), "day")
                        .start()
                        .waitFor())
                .isZero();
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> Packages.open(tar, options()));
    }

    @Test
    void what_a_killed_run_unpacked_is_swept_by_the_next() throws IOException, InterruptedException {
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        open().close();
        var scratch = Files.createDirectories(directory.resolve("scratch"));
        var left = scratch.resolve(".templedb-partial-0123456789abcdef.dir");
        Files.createDirectories(left.resolve("team-project.cathedral"));
        Files.writeString(scratch.resolve(".templedb-partial-0123456789abcdef.lock"), "unpacked.cathedral");
        var tar = directory.resolve("a.tar.gz");
        assertThat(new ProcessBuilder(
                                "tar", "-czf", tar.toString(), "-C", directory.toString(), "team-project.cathedral")
                        .start()
                        .waitFor())
                .isZero();
        try (var read = Packages.open(tar, options())) {
            assertThat(left).doesNotExist();
            assertThat(scratch.toFile().list()).hasSize(2);
            TakenIn.of(read);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void the_same_package_makes_the_same_commit_wherever_it_lies() throws IOException {
        file(1, "a.txt", "a", "a", Json.Obj.empty());
        var first = open().state().root();
        Files.move(root(), directory.resolve("elsewhere"));
        try (var read = Packages.open(directory.resolve("elsewhere"), options())) {
            assertThat(read.state().root()).isEqualTo(first);
        }
    }

    @Test
    void mixed_line_ends_of_large_files_are_read_in_blocks() throws IOException {
        var line = "0123456789\r\n".repeat(50_000);
        file(1, "large.txt", line, line.replace("\r", ""), Json.Obj.empty());
        try (var read = open()) {
            assertThat(Arrays.equals(
                            TakenIn.of(read).contents().get("large.txt"), line.getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
        }
    }
}
