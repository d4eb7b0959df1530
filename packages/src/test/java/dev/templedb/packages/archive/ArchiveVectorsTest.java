package dev.templedb.packages.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Good and bad archives, as the format's document promises them. `-Dtempledb.updateGolden=true` makes the files anew.
class ArchiveVectorsTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors");
    private static final Path ARCHIVES = VECTORS.resolve("archives");
    private static final String ROOT = "templedb-export/";
    private static final String PACKAGE = "projects/chain.cathedral";

    @TempDir
    private Path scratch;

    /// The files of an archive by name, and what else is in its tar.
    private record Made(SequencedMap<String, byte[]> files, boolean hasSums, TarArchiveEntry... more) {
        byte[] tar() throws IOException {
            var out = new ByteArrayOutputStream();
            try (var tar = new TarArchiveOutputStream(out, "UTF-8")) {
                var sums = new StringBuilder();
                for (var file : files.entrySet()) {
                    put(tar, file.getKey(), file.getValue());
                    sums.append(Sha256.of(file.getValue()).hex() + "  " + file.getKey() + "\n");
                }
                if (hasSums) {
                    put(tar, "SHA256SUMS", sums.toString().getBytes(StandardCharsets.UTF_8));
                }
                for (var entry : more) {
                    tar.putArchiveEntry(entry);
                    tar.closeArchiveEntry();
                }
            }
            return out.toByteArray();
        }

        private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
            var entry = new TarArchiveEntry(ROOT + name);
            entry.setModTime(0);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }

        Made with(String name, String text) {
            var changed = new LinkedHashMap<>(files);
            changed.put(name, text.getBytes(StandardCharsets.UTF_8));
            return new Made(changed, hasSums, more);
        }

        Made without(String name) {
            var changed = new LinkedHashMap<>(files);
            changed.remove(name);
            return new Made(changed, hasSums, more);
        }

        String manifest() {
            return new String(files.get("manifest.json"), StandardCharsets.UTF_8);
        }

        Made manifest(String before, String after) {
            assertThat(manifest()).contains(before);
            return with("manifest.json", manifest().replace(before, after));
        }
    }

    private static Made good() throws Exception {
        var root = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("increments/index.json")))
                .object("0-whole.cathedral")
                .text("content_root")
                .orElseThrow();
        var content = Files.readAllBytes(VECTORS.resolve("increments/0-whole.cathedral"));
        var files = new LinkedHashMap<String, byte[]>();
        files.put("manifest.json", """
                {
                  "version": "1.0.0",
                  "format": "temple-archive",
                  "created_at": "2026-01-02T03:04:05.678Z",
                  "source": {
                    "templedb_version": "0.1.0",
                    "schema_version": 15
                  },
                  "backward_compatible_with": [
                    "1.0.0"
                  ],
                  "projects": [
                    {
                      "slug": "chain",
                      "name": "chain",
                      "path": "projects/chain.cathedral",
                      "content_root": "%s",
                      "ancestors": []
                    }
                  ]
                }""".formatted(root).getBytes(StandardCharsets.UTF_8));
        files.put(PACKAGE, content);
        return new Made(files, true);
    }

    private static TarArchiveEntry link(String name, byte kind) {
        var entry = new TarArchiveEntry(name, kind);
        entry.setModTime(0);
        entry.setLinkName("/etc/passwd");
        return entry;
    }

    private static Map<String, byte[]> made() throws Exception {
        var good = good();
        var made = new LinkedHashMap<String, byte[]>();
        made.put("good.tar", good.tar());
        made.put(
                "newer-minor.tar",
                good.manifest("1.0.0", "1.9.0").with("audit/log.json", "[]").tar());
        made.put("newer-major.tar", good.manifest("1.0.0", "2.0.0").tar());
        made.put(
                "newer-major-compatible.tar",
                good.manifest("\"version\": \"1.0.0\"", "\"version\": \"2.0.0\"")
                        .tar());
        made.put(
                "other-format.tar",
                good.manifest("temple-archive", "tar-of-things").tar());
        made.put(
                "one-package.tar",
                good.manifest("temple-archive", "cathedral-package").tar());
        made.put("no-sums.tar", new Made(good.files(), false).tar());
        made.put("no-manifest.tar", good.without("manifest.json").tar());
        made.put("no-package.tar", good.without(PACKAGE).tar());
        made.put("unknown-file.tar", good.with("audit/log.json", "[]").tar());
        made.put("damaged-package.tar", flipped(good.tar(), "objects/index"));
        made.put(
                "other-root.tar",
                good.manifest("\"content_root\": \"", "\"content_root\": \"00").tar());
        made.put("another-slug.tar", renamed(good).tar());
        made.put("path-outside.tar", good.manifest(PACKAGE, "../p.cathedral").tar());
        made.put("unlisted.tar", new Made(good.files(), true, new TarArchiveEntry(ROOT + "extra")).tar());
        made.put("upward.tar", new Made(good.files(), true, plain(ROOT + "../../evil")).tar());
        made.put("link.tar", new Made(good.files(), true, link(ROOT + "link", TarConstants.LF_SYMLINK)).tar());
        made.put("hard-link.tar", new Made(good.files(), true, link(ROOT + "link", TarConstants.LF_LINK)).tar());
        made.put("twice.tar", new Made(good.files(), true, plain(ROOT + "manifest.json")).tar());
        made.put("project-twice.tar", twice(good).tar());
        made.put("cut-off.tar", java.util.Arrays.copyOf(good.tar(), 3000));
        made.put("not-a-tar.tar", "This is no tar.".getBytes(StandardCharsets.UTF_8));
        return made;
    }

    private static TarArchiveEntry plain(String name) {
        var entry = new TarArchiveEntry(name, true);
        entry.setModTime(0);
        return entry;
    }

    private static Made renamed(Made good) {
        var files = new LinkedHashMap<>(good.files());
        files.put("projects/q.cathedral", java.util.Objects.requireNonNull(files.remove(PACKAGE)));
        return new Made(files, true)
                .manifest(PACKAGE, "projects/q.cathedral")
                .manifest("\"slug\": \"chain\"", "\"slug\": \"q\"");
    }

    private static Made twice(Made good) {
        var manifest = good.manifest();
        var project = manifest.substring(manifest.indexOf("    {"), manifest.lastIndexOf("\n  ]"));
        return good.manifest(project, project + ",\n" + project);
    }

    /// The byte after the first place of `text` is another.
    private static byte[] flipped(byte[] bytes, String text) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text) + text.length();
        bytes[at] ^= 1;
        return bytes;
    }

    /// The word of the error, or the slugs of the projects.
    private String read(Path archive) {
        var options = OpenOptions.strict(scratch, Progress.NONE);
        var slugs = new java.util.ArrayList<String>();
        var refused = catchThrowableOfType(TempleException.class, () -> {
            try (var opened = OpenArchive.open(archive, options)) {
                for (var project : opened.manifest().projects()) {
                    opened.open(project).close();
                    slugs.add(project.slug().text());
                }
            }
        });
        return refused == null ? String.join(",", slugs) : refused.code().name();
    }

    @Test
    void every_archive_ends_as_the_index_says_and_leaves_nothing() throws Exception {
        if (Boolean.getBoolean("templedb.updateGolden")) {
            update();
        }
        var index = JsonReader.readObject(Files.readAllBytes(ARCHIVES.resolve("index.json")));
        for (var vector : index.members().entrySet()) {
            var expected = vector.getValue() instanceof Json.Str(var text) ? text : "";
            assertThat(read(ARCHIVES.resolve(vector.getKey())))
                    .as(vector.getKey())
                    .isEqualTo(expected);
            assertThat(scratch).isEmptyDirectory();
        }
        assertThat(index.members()).hasSizeGreaterThan(20);
    }

    private void update() throws Exception {
        var index = Json.Obj.empty();
        for (var one : made().entrySet()) {
            Files.write(ARCHIVES.resolve(one.getKey()), one.getValue());
            index = index.with(one.getKey(), read(ARCHIVES.resolve(one.getKey())));
        }
        Files.write(ARCHIVES.resolve("index.json"), dev.templedb.packages.json.PackageJson.write(index));
    }

    @Test
    void a_newer_minor_version_is_read_and_what_it_brings_is_named() {
        var options = OpenOptions.strict(scratch, Progress.NONE);
        try (var opened = OpenArchive.open(ARCHIVES.resolve("newer-minor.tar"), options)) {
            assertThat(opened.notices()).containsExactly("audit/log.json is of a newer format and was passed over.");
        }
    }
}
