package dev.templedb.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
    private static final int KILLS = 24;

    @TempDir
    Path directory;

    @Test
    @Timeout(90)
    void keeps_every_acknowledged_transaction_and_no_part_of_another_when_killed() throws Exception {
        var path = directory.resolve("t.sqlite");
        var random = new Random(42);
        var acknowledged = new ArrayList<String>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(writeUntilKilled(path, "k" + kill, random.nextInt(120)));
            requireWhole(path, acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS);
    }

    @Test
    @Timeout(60)
    void lets_two_processes_write_at_once() throws Exception {
        var path = directory.resolve("t.sqlite");
        var one = Children.start(CrashWriter.class, path.toString(), "one", "100");
        var two = Children.start(CrashWriter.class, path.toString(), "two", "100");

        var acknowledged = new ArrayList<>(one.inputReader().lines().toList());
        acknowledged.addAll(two.inputReader().lines().toList());

        assertThat(List.of(one.waitFor(), two.waitFor())).containsOnly(0);
        assertThat(acknowledged).hasSize(200);
        requireWhole(path, acknowledged);
    }

    /// The library of SQLite, 1 MB a kill, belongs where `clean` removes it.
    @Test
    void a_killed_process_leaves_nothing_in_the_folder_for_temporary_files() throws Exception {
        var command = Children.command(
                CrashWriter.class, directory.resolve("t.sqlite").toString(), "one", "1000000");
        var temporary = Files.createDirectory(directory.resolve("tmp"));
        command.command().add(1, "-Djava.io.tmpdir=" + temporary);
        var child = command.start();
        try (var out = child.inputReader()) {
            assertThat(out.readLine()).isNotNull();
            child.toHandle().destroyForcibly();
            assertThat(child.waitFor()).isEqualTo(137);
        }

        assertThat(temporary).isEmptyDirectory();
        assertThat(Path.of(System.getProperty("org.sqlite.tmpdir")).toString()).contains("target");
    }

    /// Kills the child some milliseconds after its first commit, or before it, and says what it had acknowledged.
    private static List<String> writeUntilKilled(Path path, String name, int millis) throws Exception {
        var child = Children.start(CrashWriter.class, path.toString(), name, "1000000");
        try (var out = child.inputReader()) {
            var lines = new ArrayList<String>();
            lines.add(out.readLine());
            Thread.sleep(millis);
            // Through its handle, because Process.destroyForcibly also closes the stream that we still want to read.
            child.toHandle().destroyForcibly();
            out.lines().forEach(lines::add);
            assertThat(child.waitFor()).isEqualTo(137);
            return lines;
        }
    }

    private static void requireWhole(Path path, List<String> acknowledged) {
        try (var file = TestSchema.open(path)) {
            var whole = file.read(tx -> tx.query("""
                    SELECT p.slug FROM project p JOIN file f ON f.project = p.id
                    """).list(row -> row.text(1)));
            assertThat(whole).containsAll(acknowledged).hasSize((int) TestSchema.count(file));
            assertThat(file.integrityCheck()).isEmpty();
        }
    }
}
