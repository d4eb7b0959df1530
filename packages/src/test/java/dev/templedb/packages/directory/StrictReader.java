package dev.templedb.packages.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// The rules of `strict_reader.py` once more, for machines without Python.
final class StrictReader {
    private static final String PLAIN_TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    private final Path root;

    private StrictReader(Path root) {
        this.root = root;
    }

    static void check(Path root) throws IOException {
        new StrictReader(root).check();
    }

    private void check() throws IOException {
        var manifest = object("manifest.json");
        keys(manifest, "version format created_at created_by project source contents checksums signature");
        assertThat(manifest.text("version")).contains("1.0.0");
        assertThat(manifest.text("format")).contains("cathedral-package");
        startsWith(manifest.object("project"), "slug name visibility license");
        startsWith(manifest.object("source"), "templedb_version schema_version export_method");
        startsWith(manifest.object("contents"), "files commits branches total_size_bytes has_secrets has_environments");
        startsWith(manifest.object("checksums"), "sha256 algorithm");
        assertThat(manifest.object("checksums").text("sha256")).contains(checksum());
        var project = object("project.json");
        keys(
                project,
                "slug name description repository_url default_branch git_ref created_at updated_at metadata statistics");
        startsWith(project.object("statistics"), "total_files total_lines total_bytes file_types");
        assertThat(project.text("created_at").orElseThrow()).matches(PLAIN_TIME);
        checkFiles(manifest.object("contents").whole("files").orElseThrow());
        checkVcs();
    }

    private void checkFiles(long count) throws IOException {
        var listed = object("files/manifest.json");
        keys(listed, "total_files files");
        assertThat(listed.whole("total_files")).contains(count);
        var paths = new ArrayList<String>();
        var names = new HashSet<String>();
        for (var element : listed.list("files")) {
            var entry = (Json.Obj) element;
            keys(entry, "file_id file_path hash_sha256");
            paths.add(entry.text("file_path").orElseThrow());
            var name = "files/file-%06d".formatted(entry.whole("file_id").orElseThrow());
            assertThat(names.add(name)).isTrue();
            var file = object(name + ".json");
            keys(
                    file,
                    "file_id file_path file_type lines_of_code file_size_bytes hash_sha256 version_number author created_at metadata");
            entry.members().forEach((key, value) -> assertThat(file.get(key)).isEqualTo(value));
            var content = Files.readAllBytes(root.resolve(name + ".blob"));
            assertThat(file.text("hash_sha256")).contains(Sha256.of(content).hex());
            assertThat(file.whole("file_size_bytes")).contains((long) content.length);
            assertThat(file.text("file_type")).isPresent();
        }
        assertThat(names).hasSize((int) count);
        assertThat(paths)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(
                        Comparator.comparing(path -> path.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        assertThat(root.resolve("files").toFile().list()).hasSize(2 * (int) count + 1);
    }

    private void checkVcs() throws IOException {
        int branches = list("vcs/branches.json", "id branch_name parent_branch_id is_default created_at")
                .size();
        var commits = list(
                "vcs/commits.json",
                "id branch_id parent_commit_id commit_hash author author_email commit_message commit_timestamp");
        for (int i = 0; i < commits.size(); i++) {
            assertThat(commits.get(i).whole("id")).contains(i + 1L);
            assertThat(commits.get(i).whole("branch_id").orElseThrow()).isBetween(1L, (long) branches);
        }
        for (var tag : list("vcs/tags.json", "id tag_name commit_id")) {
            assertThat(tag.whole("commit_id").orElseThrow()).isBetween(1L, (long) commits.size());
        }
        assertThat(Files.readString(root.resolve("vcs/history.json")))
                .startsWith("[")
                .endsWith("]");
        assertThat(root.resolve("vcs/commit_files.json")).hasContent("[]");
    }

    private Json json(String path) throws IOException {
        var raw = Files.readAllBytes(root.resolve(path));
        try {
            var value = JsonReader.read(raw);
            assertThat(new String(raw, StandardCharsets.UTF_8))
                    .isEqualTo(new String(PackageJson.write(value), StandardCharsets.UTF_8));
            return value;
        } catch (JsonReader.InvalidJson invalid) {
            throw new AssertionError(path, invalid);
        }
    }

    private Json.Obj object(String path) throws IOException {
        return (Json.Obj) json(path);
    }

    private List<Json.Obj> list(String path, String keys) throws IOException {
        var elements = ((Json.Arr) json(path))
                .elements().stream().map(element -> (Json.Obj) element).toList();
        elements.forEach(element -> keys(element, keys));
        return elements;
    }

    private static void keys(Json.Obj object, String keys) {
        assertThat(object.members().keySet()).containsExactly(keys.split(" "));
    }

    private static void startsWith(Json.Obj object, String keys) {
        assertThat(List.copyOf(object.members().keySet())).startsWith(keys.split(" "));
    }

    private String checksum() throws IOException {
        var digest = Sha256.newDigest();
        visit(root, digest);
        return Sha256.from(digest).hex();
    }

    private static void visit(Path directory, MessageDigest digest) throws IOException {
        List<Path> sorted;
        try (var entries = Files.list(directory)) {
            sorted = entries.sorted(Comparator.comparing(
                            path -> path.getFileName().toString().getBytes(StandardCharsets.UTF_8),
                            Arrays::compareUnsigned))
                    .toList();
        }
        for (var path : sorted) {
            if (Files.isRegularFile(path) && !path.getFileName().toString().equals("manifest.json")) {
                digest.update(Files.readAllBytes(path));
            }
        }
        for (var path : sorted) {
            if (Files.isDirectory(path)) {
                visit(path, digest);
            }
        }
    }
}
