package dev.templedb.packages.file;

import static dev.templedb.packages.samples.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFileTest {
    @TempDir
    Path directory;

    @Test
    void what_was_written_is_read_back() {
        var project = SampleProject.small();
        var source = project.source();
        var written = PackageFileWriter.write(source, target(), Existing.REFUSE);
        assertThat(written.contentRoot()).isEqualTo(project.state().root());
        assertThat(target()).hasSize(written.packageBytes());

        try (var opened = open(target())) {
            assertThat(opened.layout()).isEqualTo(PackageLayout.FILE);
            assertThat(opened.state()).isEqualTo(source.state());
            assertThat(opened.isForeign()).isFalse();
            assertThat(opened.leftOut()).isEmpty();
            assertThat(opened.notices()).isEmpty();
            assertThat(opened.packageBytes()).isEqualTo(written.packageBytes());
            assertThat(opened.rawBytes()).isEqualTo(source.rawBytes());
            assertThat(opened.unknownFields())
                    .isEqualTo(Json.object("manifest", Json.Obj.empty()).with("project", Json.Obj.empty()));
            assertThat(hashes(opened))
                    .isEqualTo(project.openFrames().stream()
                            .map(frame -> Sha256.of(frame.frame().compressed()))
                            .toList());
            assertThat(PackageChecker.check(opened).frames()).isEqualTo(opened.frameCount());
            var findings = PackageChecker.verify(opened, 2, Progress.NONE);
            assertThat(findings.objects()).isEqualTo(project.ids().size());
        }
    }

    @Test
    void the_same_state_and_frames_give_the_same_bytes() throws IOException {
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE);
        var again = directory.resolve("again.cathedral");
        PackageFileWriter.write(SampleProject.small().source(), again, Existing.REFUSE);
        assertThat(again).hasSameBinaryContentAs(target());
    }

    @Test
    void the_manifest_tells_what_is_inside() {
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            var manifest = opened.manifest();
            assertThat(manifest.text("version")).contains("2.0.0");
            assertThat(manifest.text("created_at")).contains("2026-01-02T03:04:05.678Z");
            assertThat(manifest.text("created_by")).contains("Ada <ada@example.org>");
            assertThat(manifest.object("contents").whole("files")).contains(3L);
            assertThat(manifest.object("contents").whole("commits")).contains(2L);
            assertThat(manifest.object("contents").whole("branches")).contains(2L);
            assertThat(manifest.object("contents").whole("tags")).contains(1L);
            assertThat(opened.project().text("default_branch")).contains("main");
            assertThat(opened.project().get("project_path")).isNull();
        }
    }

    @Test
    void unzip_and_python_read_it() throws Exception {
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE);
        assertThat(run("unzip", "-p", target().toString(), "metadata/readme.md"))
                .isEqualTo("# Small\n");
        assertThat(run("unzip", "-tq", target().toString())).contains("No errors detected");
        var script = "import zipfile,json,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None;"
                + "print(json.loads(z.read('manifest.json'))['format'], len(z.infolist()), z.infolist()[0].date_time)";
        assertThat(run("python3", "-c", script, target().toString()))
                .isEqualTo("cathedral-package 8 (1980, 1, 1, 0, 0, 0)\n");
    }

    @Test
    void an_empty_project_makes_a_package_without_frames() {
        var project = new SampleProject();
        PackageFileWriter.write(project.source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            assertThat(opened.frameCount()).isZero();
            assertThat(PackageChecker.verify(opened, 1, Progress.NONE).objects())
                    .isZero();
        }
    }

    @Test
    void large_files_and_documents_are_proved_from_their_pieces() {
        var content = new byte[9 << 20];
        new Random(7).nextBytes(content);
        var document = "{}".getBytes();
        var project = new SampleProject();
        var large = project.large(content);
        project.ref(
                "refs/heads/main", project.commit("large", project.tree(SampleProject.entry(0100644, "large", large))));
        project.piece(document)
                .changeState(state -> state.with(
                        "documents",
                        Json.object(
                                "notes/a.json", new Json.Str(Sha256.of(document).hex()))));
        PackageFileWriter.write(project.source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            assertThat(opened.frameCount()).isGreaterThan(2);
            PackageChecker.verify(opened, 2, Progress.NONE);
        }
    }

    @Test
    void what_is_there_is_replaced_only_when_asked() {
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE);
        refuses(
                ErrorCode.PACKAGE_EXISTS,
                () -> PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE));
        PackageFileWriter.write(new SampleProject().source(), target(), Existing.REPLACE);
        try (var opened = open(target())) {
            assertThat(opened.frameCount()).isZero();
        }
    }

    @Test
    void members_of_a_newer_minor_version_survive_import_and_export() {
        var future = new Json.Str("from 2.7");
        var unknown = Json.object(
                        "manifest",
                        Json.object("mood", future)
                                .with("contents", Json.object("poems", Json.Num.of(3)))
                                .with("project", Json.object("colour", Json.object("deep", future))))
                .with(
                        "project",
                        Json.object("weather", future).with("statistics", Json.object("smiles", Json.Num.of(1))));
        PackageFileWriter.write(SampleProject.small().unknownFields(unknown).source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            assertThat(opened.unknownFields()).isEqualTo(unknown);
            var again = directory.resolve("again.cathedral");
            PackageFileWriter.write(
                    SampleProject.small().unknownFields(opened.unknownFields()).source(), again, Existing.REFUSE);
            assertThat(again).hasSameBinaryContentAs(target());
        }
    }

    @Test
    void what_is_no_package_is_said_to_be_none() throws IOException {
        refuses(ErrorCode.PACKAGE_NOT_FOUND, () -> open(target()));
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> open(directory));
        Files.writeString(target(), "hello");
        refuses(ErrorCode.PACKAGE_NOT_RECOGNIZED, () -> open(target()));
        assertThat(PackageFileReader.recognizes(target())).isFalse();
        assertThat(PackageFileReader.recognizes(directory)).isFalse();
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REPLACE);
        assertThat(PackageFileReader.recognizes(target())).isTrue();
    }

    @Test
    @Tag("slow")
    void frames_beyond_256_mebibytes_begin_another_entry() throws Exception {
        var noise = new byte[4 << 20];
        new Random(5).nextBytes(noise);
        PackageFileWriter.write(
                new SampleProject().piece(noise).repeatFrames(70).source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            assertThat(opened.frameCount()).isEqualTo(70);
            assertThat(PackageChecker.check(opened).frames()).isEqualTo(70);
            assertThat(opened.manifest().list("entries"))
                    .extracting(entry -> ((Json.Obj) entry).text("name").orElseThrow())
                    .endsWith("objects/index", "objects/0001.frames", "objects/0002.frames");
            refuses(ErrorCode.PACKAGE_MALFORMED, () -> PackageChecker.verify(opened, 1, Progress.NONE));
        }
        assertThat(run("unzip", "-tq", target().toString())).contains("No errors detected");
        try (var channel = java.nio.channels.FileChannel.open(target(), java.nio.file.StandardOpenOption.WRITE)) {
            var opened = open(target());
            channel.truncate(300_000);
            refuses(ErrorCode.PACKAGE_TRUNCATED, () -> opened.frame(60));
            opened.close();
            refuses(ErrorCode.SOURCE_UNREADABLE, () -> opened.frame(0));
        }
    }

    @Test
    void limits_of_the_reader_are_kept() {
        PackageFileWriter.write(SampleProject.small().source(), target(), Existing.REFUSE);
        for (var limits : List.of(
                new OpenOptions(false, directory, 100, 1000, Progress.NONE),
                new OpenOptions(false, directory, 1 << 20, 3, Progress.NONE))) {
            refuses(ErrorCode.PACKAGE_TOO_LARGE, () -> PackageFileReader.open(target(), limits));
        }
    }

    @Test
    void markdown_is_the_readme_before_others() throws Exception {
        var project = new SampleProject();
        project.file("README", 0100644, "plain");
        project.file("Readme.md", 0100644, "# Marked");
        project.file("doc/README.md", 0100644, "elsewhere");
        project.file("readme.txt", 0120000, "a link");
        PackageFileWriter.write(project.source(), target(), Existing.REFUSE);
        assertThat(run("unzip", "-p", target().toString(), "metadata/readme.md"))
                .isEqualTo("# Marked");
    }

    @Test
    void a_detached_head_has_no_default_branch() {
        var project = SampleProject.small();
        var tip = project.refs().get("refs/heads/old");
        project.changeState(state ->
                state.with("git", state.object("git").with("head", Json.object("commit", new Json.Str(tip.hex())))));
        PackageFileWriter.write(project.source(), target(), Existing.REFUSE);
        try (var opened = open(target())) {
            assertThat(opened.project().get("default_branch")).isEqualTo(Json.NULL);
            assertThat(opened.project().text("git_ref")).contains(tip.hex());
            PackageChecker.verify(opened, 1, Progress.NONE);
        }
    }

    @Test
    void a_directory_that_cannot_be_written_to_is_said_to_be_one() {
        refuses(
                ErrorCode.PACKAGE_UNWRITABLE,
                () -> PackageFileWriter.write(
                        SampleProject.small().source(), directory.resolve("no/such/dir"), Existing.REFUSE));
    }

    private PackageFileReader open(Path path) {
        return PackageFileReader.open(path, OpenOptions.strict(directory, Progress.NONE));
    }

    private Path target() {
        return directory.resolve("small.cathedral");
    }

    private static List<Sha256> hashes(PackageFileReader opened) {
        var hashes = new ArrayList<Sha256>();
        opened.frames((Frame frame) -> hashes.add(Sha256.of(frame.compressed())));
        return hashes;
    }

    private static String run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Arrays.toString(command) + output).isZero();
        return output;
    }
}
