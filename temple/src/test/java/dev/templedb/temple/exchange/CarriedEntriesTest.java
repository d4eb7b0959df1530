package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parts of packages of a newer version, which nobody here knows: they come in and go out as they are.
class CarriedEntriesTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Temple other;
    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("one.sqlite"));
        other = FilledTemple.open(folder.resolve("two.sqlite"));
        var git = GitFolder.init(folder.resolve("git"));
        git.write("a.txt", "a\n").commit("First");
        FilledTemple.take(temple, "p", git.path());
        var large = new byte[9 << 20];
        new Random(7).nextBytes(large);
        parts.put("later/large.bin", large);
        parts.put("poems.json", "[\"roses\"]".getBytes(StandardCharsets.UTF_8));
        parts.put("later/same.bin", large);
        parts.put("later/empty", new byte[0]);
    }

    @AfterEach
    void close() {
        temple.close();
        other.close();
    }

    /// A package of `p` as a later version would write it.
    private Path newer(PackageLayout layout, String version) {
        var target = folder.resolve("newer");
        return new PackageExport(temple).withProject("p", "0.9.0", Progress.NONE, source -> {
            var entries = parts.entrySet().stream()
                    .map(part -> new CarriedEntry(
                            part.getKey(),
                            version,
                            part.getValue().length,
                            Sha256.of(part.getValue()),
                            () -> new ByteArrayInputStream(part.getValue())))
                    .toList();
            var later = (PackageSource) Proxy.newProxyInstance(
                    PackageSource.class.getClassLoader(),
                    new Class<?>[] {PackageSource.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("carried") ? entries : method.invoke(source, arguments));
            Packages.write(later, layout, target, Existing.REFUSE);
            return target;
        });
    }

    private PackageImportReport take(Temple into, Path path, boolean overwrite) {
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                path, Optional.of(new Slug("p")), overwrite, false, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    private ExportReport export(String name, PackageLayout layout, HistoryMode mode) {
        return new PackageExport(other)
                .run(
                        new ExportRequest(
                                "p",
                                folder.resolve(name),
                                layout,
                                new PathFilter(List.of()),
                                mode,
                                Existing.REFUSE,
                                "0.1.0"),
                        Progress.NONE);
    }

    private record Found(String version, Map<String, byte[]> parts) {}

    private Found read(Path path) {
        try (var opened = Packages.open(path, OpenOptions.strict(folder.resolve("scratch"), Progress.NONE))) {
            PackageChecker.verify(opened, 2, Progress.NONE);
            var found = new LinkedHashMap<String, byte[]>();
            for (var entry : opened.carried()) {
                try (var in = entry.content().open()) {
                    found.put(entry.name(), in.readAllBytes());
                }
            }
            return new Found(opened.manifest().text("version").orElse(""), found);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void requireAll(Path path, String version) {
        var found = read(path);
        assertThat(found.version()).isEqualTo(version);
        assertThat(found.parts()).containsOnlyKeys(parts.keySet());
        parts.forEach((name, bytes) -> assertThat(found.parts().get(name)).isEqualTo(bytes));
    }

    private long rows() {
        return other.file()
                .read(tx -> tx.query("SELECT count(*) FROM carried_contents").longValue());
    }

    @ParameterizedTest
    @CsvSource({"FILE, 2.9.0, FILE", "DIRECTORY, 1.9.0, DIRECTORY", "TAR_ZST, 1.9.0, DIRECTORY"})
    void unknown_parts_of_a_newer_version_come_back_bit_for_bit(PackageLayout in, String version, PackageLayout out) {
        var newer = newer(in, version);
        requireAll(newer, version);

        var taken = take(other, newer, false);
        var exported = export("again", out, HistoryMode.FULL);

        requireAll(exported.path(), version);
        assertThat(taken.contentRoot()).contains(exported.contentRoot());
        assertThat(exported.contentRoot())
                .isEqualTo(new PackageExport(temple).state("p").root());
        assertThat(taken.notices())
                .filteredOn(notice -> notice.contains("kept as it is"))
                .hasSize(parts.size());
        new Maintenance(other).run(Progress.NONE);
        requireAll(export("after", out, HistoryMode.FULL).path(), version);
    }

    @Test
    void packages_of_the_other_format_and_with_less_history_are_of_our_version_and_have_none() {
        take(other, newer(PackageLayout.FILE, "2.9.0"), false);

        assertThat(read(export("directory", PackageLayout.DIRECTORY, HistoryMode.FULL)
                        .path()))
                .isEqualTo(new Found("1.0.0", Map.of()));
        var less = export("less", PackageLayout.FILE, HistoryMode.NONE);
        assertThat(read(less.path())).isEqualTo(new Found("2.0.0", Map.of()));
        assertThat(less.notices()).anyMatch(notice -> notice.contains("poems.json"));
    }

    @Test
    void what_is_equal_is_stored_once_comes_back_with_undo_and_goes_with_the_last_project() {
        var newer = newer(PackageLayout.FILE, "2.9.0");
        take(other, newer, false);
        long stored = rows();
        assertThat(stored).isEqualTo(4);

        take(other, newer, true);
        assertThat(rows()).isEqualTo(stored);
        new Projects(other).remove("p");
        new Projects(other).removed().undo();
        assertThat(read(export("undone", PackageLayout.FILE, HistoryMode.FULL).path())
                        .parts())
                .hasSize(4);

        other.file().write(tx -> tx.update("DELETE FROM undo_log").execute());
        other.file().write(tx -> tx.update("DELETE FROM projects").execute());
        assertThat(rows()).isZero();
    }
}
