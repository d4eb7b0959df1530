package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.exchange.TempleImportReport.Outcome;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeProcess;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.projects.ProjectFields;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.variables.Variables;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Moving a whole temple to another machine.
class WholeTempleTest {
    @TempDir
    private Path folder;

    private IntakeSandbox here;
    private IntakeSandbox there;
    private GitFolder git;

    @BeforeEach
    void open() throws Exception {
        here = new IntakeSandbox(Files.createDirectories(folder.resolve("here")));
        there = new IntakeSandbox(Files.createDirectories(folder.resolve("there")));
        git = GitFolder.init(folder.resolve("git"));
        git.write("first", "first\n").commit("First");
        here.take("web-app", git.path());
        new Projects(here.temple()).create(new Slug("notes"), ProjectFields.named("Notes"));
        new Variables(here.temple()).set("notes", "default", Map.of("A", "1"), false);
    }

    @AfterEach
    void close() throws Exception {
        here.close();
        there.close();
    }

    private TempleExportRequest request(String name, HistoryMode history, PackagedSecrets secrets, String... slugs) {
        return new TempleExportRequest(
                List.of(slugs), folder.resolve(name), Existing.REFUSE, "0.1.0", history, secrets, false, scratch());
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    private Path export(String name, String... slugs) {
        return export(request(name, HistoryMode.FULL, PackagedSecrets.NONE, slugs))
                .path();
    }

    private TempleExportReport export(TempleExportRequest request) {
        return new TempleExport(here.temple()).run(request, Progress.NONE);
    }

    private Map<String, Outcome> take(Path archive, boolean merge) {
        return outcomes(new TempleImport(there.temple()).run(archive, merge, false, scratch(), Progress.NONE));
    }

    private static Map<String, Outcome> outcomes(TempleImportReport report) {
        var outcomes = new java.util.TreeMap<String, Outcome>();
        report.projects().forEach(one -> outcomes.put(one.slug(), one.outcome()));
        return outcomes;
    }

    private static dev.templedb.packages.state.ProjectState state(IntakeSandbox temple, String slug) {
        return new PackageExport(temple.temple()).state(slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all.tar.gz", "all.tar.zst", "all.tar", "all"})
    void every_project_arrives_in_the_state_that_it_left_in(String name) {
        var archive = export(name);

        assertThat(take(archive, false)).isEqualTo(Map.of("web-app", Outcome.IMPORTED, "notes", Outcome.IMPORTED));

        for (var slug : List.of("web-app", "notes")) {
            assertThat(state(there, slug)).isEqualTo(state(here, slug));
        }
        assertThat(take(archive, false)).isEqualTo(Map.of("web-app", Outcome.UNCHANGED, "notes", Outcome.UNCHANGED));
        assertThat(there.temple().file().integrityCheck()).isEmpty();
        assertThat(scratch()).isEmptyDirectory();
    }

    @Test
    void the_same_projects_make_the_same_archive() throws Exception {
        assertThat(Files.readAllBytes(export("one.tar.gz"))).isEqualTo(Files.readAllBytes(export("two.tar.gz")));
    }

    @Test
    void what_has_moved_on_moves_on_and_what_is_newer_stays() throws Exception {
        take(export("first"), false);
        git.write("second", "second\n").commit("Second");
        here.sync("web-app");
        new Variables(there.temple()).set("notes", "default", Map.of("A", "2"), false);
        var second = export("second");
        var before = state(there, "notes");

        var refused = there.refuses(ErrorCode.PROJECTS_IN_THE_WAY, () -> take(second, false));
        assertThat(refused).hasMessageContaining("notes, web-app");
        assertThat(take(second, true)).isEqualTo(Map.of("web-app", Outcome.UPDATED, "notes", Outcome.KEPT));

        assertThat(state(there, "web-app")).isEqualTo(state(here, "web-app"));
        assertThat(state(there, "notes")).isEqualTo(before);
        assertThat(take(folder.resolve("first"), true))
                .isEqualTo(Map.of("web-app", Outcome.KEPT, "notes", Outcome.KEPT));
    }

    @Test
    void what_has_moved_on_on_both_sides_is_named_and_stays() throws Exception {
        take(export("first"), false);
        new Variables(here.temple()).set("notes", "default", Map.of("A", "here"), false);
        new Variables(there.temple()).set("notes", "default", Map.of("A", "there"), false);
        git.write("second", "second\n").commit("Second");
        here.sync("web-app");
        var archive = export("second");

        var planned = new TempleImport(there.temple()).run(archive, true, true, scratch(), Progress.NONE);
        var done = new TempleImport(there.temple()).run(archive, true, false, scratch(), Progress.NONE);

        assertThat(outcomes(planned)).isEqualTo(outcomes(done));
        assertThat(outcomes(done)).isEqualTo(Map.of("web-app", Outcome.UPDATED, "notes", Outcome.CONFLICT));
        assertThat(done.with(Outcome.CONFLICT).getFirst().lost()).containsExactly("the variables of default");
        assertThat(new Variables(there.temple()).list("notes").getFirst().value())
                .isEqualTo("there");
    }

    @Test
    void projects_that_came_from_one_repository_on_their_own_are_brought_together() throws Exception {
        there.take("web-app", git.path());
        git.write("second", "second\n").commit("Second");
        here.sync("web-app");

        assertThat(take(export("all", "web-app"), true)).isEqualTo(Map.of("web-app", Outcome.UPDATED));
        assertThat(state(there, "web-app").refs())
                .isEqualTo(state(here, "web-app").refs());
    }

    @Test
    void branches_that_went_apart_stay_apart() throws Exception {
        git.run("clone", "-q", ".", folder.resolve("clone").toString());
        var clone = GitFolder.init(folder.resolve("clone"));
        clone.write("theirs", "theirs\n").commit("Theirs");
        there.take("web-app", clone.path());
        git.write("ours", "ours\n").commit("Ours");
        here.sync("web-app");

        assertThat(take(export("all", "web-app"), true)).isEqualTo(Map.of("web-app", Outcome.CONFLICT));
    }

    @Test
    void a_dry_run_proves_all_and_imports_nothing() {
        var archive = export("all");
        var before = there.everything();

        var report = new TempleImport(there.temple()).run(archive, false, true, scratch(), Progress.NONE);

        assertThat(outcomes(report)).isEqualTo(Map.of("web-app", Outcome.IMPORTED, "notes", Outcome.IMPORTED));
        assertThat(there.everything()).isEqualTo(before);
    }

    private KeyRing keys() {
        return new KeyRing(folder.resolve("keys"), List.of(), (file, isNew) -> new byte[0]);
    }

    @Test
    void secrets_go_along_encrypted_or_stay_and_stay_there_too() throws Exception {
        var secrets = new Secrets(here.temple());
        secrets.set("notes", "KEY", "sesame".getBytes(), keys(), false);
        var without = export(request("without", HistoryMode.FULL, PackagedSecrets.NONE));
        assertThat(without.notices())
                .contains("notes: 1 of its secrets stay here; --include-secrets takes them along, encrypted.");
        var with = export(request("with", HistoryMode.FULL, PackagedSecrets.AS_THEY_ARE));

        take(with.path(), false);
        assertThat(new Secrets(there.temple()).get("notes", "KEY", Optional.empty(), keys()))
                .isEqualTo("sesame".getBytes());

        new Variables(here.temple()).set("notes", "default", Map.of("A", "2"), false);
        assertThat(take(export("later"), true).get("notes")).isEqualTo(Outcome.UPDATED);
        assertThat(new Variables(there.temple()).list("notes").getFirst().value())
                .isEqualTo("2");
        assertThat(new Secrets(there.temple()).list("notes")).hasSize(1);
        new Variables(here.temple()).set("notes", "default", Map.of("A", "3"), false);
        assertThat(take(export("later still"), true).get("notes")).isEqualTo(Outcome.UPDATED);
    }

    @Test
    void the_audit_log_tells_what_left_and_what_came() throws Exception {
        new Secrets(here.temple()).set("notes", "KEY", new byte[] {1}, keys(), false);
        take(
                export(request("all", HistoryMode.FULL, PackagedSecrets.AS_THEY_ARE))
                        .path(),
                false);

        assertThat(entries(here, "cathedral export"))
                .anyMatch(entry -> entry.details().list("secrets").toString().contains("KEY"))
                .hasSize(2);
        assertThat(entries(here, "cathedral export-all")).hasSize(1);
        assertThat(entries(there, "cathedral import")).hasSize(2);
        assertThat(entries(there, "cathedral import-all")).hasSize(1);
    }

    private static List<AuditEntry> entries(IntakeSandbox temple, String action) {
        return new Audit(temple.temple())
                .list(Optional.empty(), 100).stream()
                        .filter(entry -> entry.action().equals(action))
                        .toList();
    }

    @Test
    void nothing_leaves_when_one_public_project_holds_what_nobody_should_see() throws Exception {
        git.write(".env", "DB_PASSWORD=correct-horse-battery\n").commit("Oops");
        git.run("rm", "-q", ".env");
        git.commit("Better");
        here.sync("web-app");
        new Projects(here.temple()).edit("web-app", draft -> draft.visibility(Visibility.PUBLIC));

        var refused = catchThrowableOfType(TempleException.class, () -> export("all"));
        assertThat(refused.code()).isEqualTo(ErrorCode.SECRETS_FOUND);
        assertThat(folder.resolve("all")).doesNotExist();

        var facts = export(request("facts", HistoryMode.NO_FILES, PackagedSecrets.NONE, "web-app"));
        assertThat(facts.projects()).hasSize(1);
        var now = export(request("now", HistoryMode.NONE, PackagedSecrets.NONE, "web-app"));
        assertThat(now.notices()).noneMatch(notice -> notice.contains(".env"));
        new Secrets(here.temple()).set("web-app", "KEY", new byte[] {1}, keys(), false);
        assertThat(catchThrowableOfType(
                                TempleException.class,
                                () -> export(request("x", HistoryMode.NO_FILES, PackagedSecrets.AS_THEY_ARE)))
                        .code())
                .isEqualTo(ErrorCode.SECRETS_IN_PUBLIC_PACKAGE);
    }

    @Test
    void projects_travel_without_history_and_without_files() throws Exception {
        git.write("second", "second\n").commit("Second");
        here.sync("web-app");

        var facts = export(request("facts", HistoryMode.NO_FILES, PackagedSecrets.NONE))
                .path();
        take(facts, false);
        assertThat(state(there, "web-app").refs()).isEmpty();
        assertThat(new Variables(there.temple()).list("notes")).hasSize(1);
        assertThat(take(export("all"), true).get("web-app")).isEqualTo(Outcome.UPDATED);
        assertThat(take(facts, true).get("web-app")).isEqualTo(Outcome.KEPT);
        var now = export(request("current", HistoryMode.NONE, PackagedSecrets.NONE));
        assertThat(take(now.path(), true).get("web-app")).isEqualTo(Outcome.CONFLICT);

        try (var third = FilledTemple.open(folder.resolve("third.sqlite"))) {
            new TempleImport(third)
                    .run(
                            export(request("now", HistoryMode.NONE, PackagedSecrets.NONE, "web-app"))
                                    .path(),
                            false,
                            false,
                            scratch(),
                            Progress.NONE);
            assertThat(commits(third)).isEqualTo(1);
        }
    }

    private static long commits(Temple temple) {
        return temple.file().read(tx -> tx.query("SELECT count(*) FROM commits").longValue());
    }

    @Test
    void an_archive_that_is_damaged_anywhere_leaves_nothing() throws Exception {
        var archive = Files.readAllBytes(export("all.tar"));
        var before = there.everything();
        int refusals = 0;
        for (int at = 100; at < archive.length; at += archive.length / 40) {
            var damaged = archive.clone();
            damaged[at] ^= 0x20;
            var file = Files.write(folder.resolve("damaged"), damaged);
            try {
                new TempleImport(there.temple()).run(file, false, true, scratch(), Progress.NONE);
            } catch (TempleException refused) {
                assertThat(refused.code()).isNotEqualTo(ErrorCode.INTERNAL);
                refusals++;
            }
        }
        // Between the entries of a tar lies padding that means nothing.
        assertThat(refusals).isGreaterThan(20);
        Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(archive, archive.length / 2));
        // Cut between two entries, it is whole but for the list of its parts.
        assertThatThrownBy(() -> take(folder.resolve("cut"), false))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code())
                                .isIn(ErrorCode.PACKAGE_TRUNCATED, ErrorCode.PACKAGE_ENTRY_MISSING));
        assertThat(there.everything()).isEqualTo(before);
        assertThat(scratch()).isEmptyDirectory();
    }

    @Test
    void one_false_package_keeps_all_others_out() throws Exception {
        var one = export("one.tar", "web-app");
        var unpacked = Files.createDirectories(folder.resolve("unpacked"));
        run(unpacked, "tar", "-xf", one.toString());
        var root = unpacked.resolve("templedb-export");
        Files.copy(root.resolve("projects/web-app.cathedral"), root.resolve("projects/other.cathedral"));
        var manifest = Files.readString(root.resolve("manifest.json"));
        var entry = manifest.substring(manifest.indexOf("    {"), manifest.lastIndexOf("  ]"));
        Files.writeString(
                root.resolve("manifest.json"),
                manifest.replace(entry, entry.stripTrailing() + ",\n" + entry.replace("web-app", "other")));
        run(root, "sh", "-c", "sha256sum manifest.json projects/* >SHA256SUMS");
        run(unpacked, "tar", "-czf", "false.tar.gz", "templedb-export");

        there.refuses(ErrorCode.PACKAGE_STATE_MISMATCH, () -> take(unpacked.resolve("false.tar.gz"), false));
    }

    /// How much has come in is told by how much is in the file, so that the kills are spread over the whole import.
    @Test
    @Tag("slow")
    void an_import_that_is_killed_brings_all_projects_or_none() throws Exception {
        for (int number = 0; number < 6; number++) {
            var bytes = new byte[1_500_000];
            new java.util.Random(number).nextBytes(bytes);
            git.write("big" + number, bytes).commit("Big");
            here.take("p" + number, git.path());
        }
        var archive = export("all.tar");
        long kept = 0;
        for (int kill = 1; kill <= 8; kill++) {
            var target = Files.createDirectories(folder.resolve("killed" + kill));
            kill(target, archive, kill * 6_000_000L);
            try (var after = new IntakeSandbox(target)) {
                assertThat(after.temple().file().integrityCheck()).isEmpty();
                int projects = new Projects(after.temple())
                        .list(dev.templedb.temple.projects.ProjectFilter.ALL)
                        .size();
                assertThat(projects).isIn(0, 8);
                kept += projects;
                new TempleImport(after.temple()).run(archive, true, false, scratch(), Progress.NONE);
                assertThat(state(after, "p5")).isEqualTo(state(here, "p5"));
            }
        }
        assertThat(kept).isLessThan(8 * 8);
        assertThat(scratch()).isEmptyDirectory();
    }

    private void kill(Path target, Path archive, long bytes) throws Exception {
        var process =
                IntakeProcess.start(List.of(), target, "import-all", scratch().toString(), archive.toString());
        while (process.isAlive() && size(target) < bytes) {
            Thread.sleep(2);
        }
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    private static long size(Path directory) throws Exception {
        long size = 0;
        for (var name : List.of("temple.sqlite", "temple.sqlite-wal")) {
            size += Files.exists(directory.resolve(name)) ? Files.size(directory.resolve(name)) : 0;
        }
        return size;
    }

    private static void run(Path directory, String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }
}
