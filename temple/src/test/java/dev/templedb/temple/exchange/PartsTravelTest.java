package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.NotesPart;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What features keep of a project goes along with it, as documents of its state.
class PartsTravelTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Temple other;
    private long project;
    private int exports;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("one.sqlite"));
        other = FilledTemple.open(folder.resolve("two.sqlite"));
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "a\n").commit("one");
        project = FilledTemple.take(temple, "p", git.path());
    }

    @AfterEach
    void close() {
        temple.close();
        other.close();
    }

    private void put(String name, String text) {
        temple.file().write(tx -> NotesPart.put(tx, project, name, text));
    }

    private ExportReport export(Temple from, PackageLayout layout, HistoryMode mode) {
        return new PackageExport(from)
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve("package-" + exports++),
                                layout,
                                new PathFilter(List.of()),
                                mode,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
    }

    private PackageImportReport take(Temple into, Path path, boolean overwrite) {
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                path, Optional.of(new Slug("p")), overwrite, false, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    private static Map<String, String> notes(Temple temple) {
        long id = new Projects(temple).require("p").id();
        return temple.file().read(tx -> NotesPart.all(tx, id));
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY", "TAR_ZST"})
    void a_part_comes_back_through_every_layout(PackageLayout layout) throws Exception {
        put("plan", "first\n");
        put("empty", "");

        var first = export(temple, layout, HistoryMode.FULL);
        var taken = take(other, first.path(), false);
        var second = export(other, layout, HistoryMode.FULL);

        assertThat(notes(other)).isEqualTo(Map.of("plan", "first\n", "empty", ""));
        assertThat(taken.contentRoot()).contains(first.contentRoot());
        assertThat(second.contentRoot()).isEqualTo(first.contentRoot());
        if (layout == PackageLayout.DIRECTORY) {
            assertThat(first.path().resolve("notes/plan.txt")).hasContent("first\n");
        } else {
            assertThat(Files.mismatch(first.path(), second.path())).isEqualTo(-1);
        }
    }

    @Test
    void the_state_names_each_note_and_its_document() {
        put("plan", "first\n");

        var state = new PackageExport(temple).state("p");

        assertThat(state.json().object("notes")).isEqualTo(Json.Obj.empty().with("plan", "notes/plan.txt"));
        assertThat(state.documents()).containsKey("notes/plan.txt");
        assertThat(new PackageExport(temple).state("p")).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL", "NONE"})
    void what_was_changed_or_removed_is_in_no_later_package(HistoryMode mode) {
        put("plan", "MARKER-OLD\n");
        put("gone", "MARKER-GONE\n");
        export(temple, PackageLayout.FILE, mode);
        put("plan", "MARKER-NEW\n");
        temple.file().write(tx -> NotesPart.remove(tx, project, "gone"));

        var path = export(temple, PackageLayout.FILE, mode).path();

        assertThat(everythingIn(path))
                .contains("MARKER-NEW")
                .doesNotContain("MARKER-OLD")
                .doesNotContain("MARKER-GONE");
        assertThat(take(other, path, false).slug()).isEqualTo("p");
        assertThat(notes(other)).isEqualTo(Map.of("plan", "MARKER-NEW\n"));
    }

    @Test
    void a_note_that_goes_back_to_an_old_text_is_there_again() {
        put("plan", "one\n");
        export(temple, PackageLayout.FILE, HistoryMode.FULL);
        put("plan", "two\n");
        export(temple, PackageLayout.FILE, HistoryMode.FULL);
        put("plan", "one\n");

        take(other, export(temple, PackageLayout.FILE, HistoryMode.FULL).path(), false);

        assertThat(notes(other)).isEqualTo(Map.of("plan", "one\n"));
    }

    @Test
    void two_notes_of_the_same_text_share_it_and_one_may_go() {
        put("one", "same\n");
        put("two", "same\n");
        export(temple, PackageLayout.FILE, HistoryMode.FULL);
        temple.file().write(tx -> NotesPart.remove(tx, project, "one"));

        take(other, export(temple, PackageLayout.FILE, HistoryMode.FULL).path(), false);

        assertThat(notes(other)).isEqualTo(Map.of("two", "same\n"));
    }

    @Test
    void a_note_with_the_text_of_a_piece_of_a_large_file_does_not_take_the_file_along() {
        var text = "x".repeat(300_000);
        var git = GitFolder.init(folder.resolve("large"));
        git.write("large.txt", text).commit("one");
        project = FilledTemple.take(temple, "large", git.path());
        new Projects(temple).remove("p");
        new Projects(temple).rename("large", new Slug("p"));
        put("copy", text);
        export(temple, PackageLayout.FILE, HistoryMode.FULL);
        temple.file().write(tx -> NotesPart.remove(tx, project, "copy"));

        var exported = export(temple, PackageLayout.FILE, HistoryMode.FULL);

        assertThat(take(other, exported.path(), false).contentRoot()).contains(exported.contentRoot());
    }

    @Test
    void what_a_part_cannot_read_travels_on_unchanged() {
        put("odd", "?\n");
        put("plan", "plan\n");

        var first = export(temple, PackageLayout.FILE, HistoryMode.FULL);
        take(other, first.path(), false);
        var state = new PackageExport(other).state("p");

        assertThat(notes(other)).containsOnlyKeys("plan");
        assertThat(state.documents()).containsKeys("notes/odd.txt", "notes/plan.txt");
    }

    @Test
    void a_replaced_project_has_its_own_notes_again_after_undo() {
        put("plan", "theirs\n");
        var exported = export(temple, PackageLayout.FILE, HistoryMode.FULL);
        put("plan", "mine\n");

        take(temple, exported.path(), true);
        assertThat(notes(temple)).isEqualTo(Map.of("plan", "theirs\n"));
        new Projects(temple).removed().undo();

        assertThat(notes(temple)).isEqualTo(Map.of("plan", "mine\n"));
        assertThat(new PackageExport(temple).state("p").documents()).containsKey("notes/plan.txt");
    }

    @Test
    void maintenance_keeps_the_notes() {
        for (int i = 0; i < 12; i++) {
            put("plan", "version %d\n".formatted(i));
            new PackageExport(temple).state("p");
        }
        var before = new PackageExport(temple).state("p");

        new Maintenance(temple).run(Progress.NONE);

        assertThat(new PackageExport(temple).state("p")).isEqualTo(before);
        take(other, export(temple, PackageLayout.FILE, HistoryMode.FULL).path(), false);
        assertThat(notes(other)).isEqualTo(Map.of("plan", "version 11\n"));
    }

    private String everythingIn(Path path) {
        var options = OpenOptions.strict(folder.resolve("scratch"), Progress.NONE);
        var all = new ByteArrayOutputStream();
        try (var opened = Packages.open(path, options);
                var reader = new FrameReader()) {
            opened.frames(frame -> {
                try {
                    all.writeBytes(reader.decompress(frame));
                } catch (MalformedFrame damaged) {
                    throw new AssertionError(damaged);
                }
            });
        }
        try (var opened = Packages.open(path, options)) {
            PackageChecker.verify(opened, 1, Progress.NONE);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
