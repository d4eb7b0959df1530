package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.kv.Value;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// case 57: a process that changes, takes back, merges schemas and rows, forks and deletes over 20 tenants, while it
/// inserts, counts and sets keys, is killed at any instant. Every second time others read and write meanwhile.
class KillTest {
    @TempDir
    Path directory;

    private final List<List<String>> acknowledged = IntStream.range(0, Worker.TENANTS)
            .mapToObj(i -> (List<String>) new ArrayList<String>())
            .toList();
    private final List<List<String>> keys = IntStream.range(0, Worker.TENANTS)
            .mapToObj(i -> (List<String>) new ArrayList<String>())
            .toList();
    private final long[] counted = new long[Worker.TENANTS];
    private final Random random = new Random(57);
    private int kills;

    @Test
    void case_57_a_killed_change_is_there_in_all_tenants_or_in_none() throws Exception {
        kill(4);
    }

    @Test
    @Tag("thorough")
    void case_57_at_two_hundred_instants() throws Exception {
        var room = directory;
        // What a killed process had added stays, so a directory gets slower with each of them.
        for (int part = 0; part < 8; part++) {
            directory = Files.createDirectory(room.resolve("part" + part));
            begin();
            kill(25);
        }
    }

    private void begin() {
        acknowledged.forEach(List::clear);
        keys.forEach(List::clear);
        Arrays.fill(counted, 0);
        kills = 0;
    }

    private void kill(int times) throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(
                    IntStream.range(0, Worker.TENANTS).mapToObj(i -> "t" + i).toList(), true);
        }
        for (int kill = 0; kill < times; kill++) {
            // Every second time another process, this one, has the databases open and reads meanwhile.
            if (kill % 2 == 0) {
                killBesideAnotherProcess("r" + kill);
            } else {
                try (var databases = Databases.open(directory)) {
                    killWhileReading(databases, "r" + kill);
                }
            }
            kills++;
            requireWhole("r" + kill);
        }
        assertThat(acknowledged.stream().mapToInt(List::size).sum()).isGreaterThan(times * 10);
    }

    /// The other one only inserts, is killed later, and tidies nothing up.
    private void killBesideAnotherProcess(String run) throws Exception {
        var other = Children.start(Worker.class, directory.toString(), "inserts", "other-" + run);
        try (var out = other.inputReader()) {
            note(out.readLine());
            killOnce(run);
            other.toHandle().destroyForcibly();
            out.lines().forEach(this::note);
            assertThat(other.waitFor()).isEqualTo(137);
        }
    }

    private void killWhileReading(Databases databases, String run) throws Exception {
        var done = new boolean[1];
        var tenants = tenants(databases.database("app").main());
        var failures = new ArrayList<Throwable>();
        var reader = Thread.ofPlatform().start(() -> {
            long last = 0;
            while (!done[0]) {
                for (var tenant : tenants) {
                    long version = tenant.read(Transaction::userVersion);
                    if (version < last) {
                        failures.add(new AssertionError("version " + version + " after " + last));
                    }
                    last = version;
                }
            }
        });
        reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        try {
            killOnce(run);
        } finally {
            done[0] = true;
            reader.join();
        }
        assertThat(failures).isEmpty();
    }

    /// Kills the child some rows and some milliseconds after it began, and notes what it had acknowledged.
    private void killOnce(String run) throws Exception {
        var child = Children.start(Worker.class, directory.toString(), "changes", run);
        try (var out = child.inputReader()) {
            for (var line = out.readLine(); !"begun".equals(line); line = out.readLine()) {
                note(line);
            }
            for (int rows = random.nextInt(100); rows > 0; rows--) {
                note(out.readLine());
            }
            Thread.sleep(random.nextInt(30));
            // Through its handle, because Process.destroyForcibly also closes the stream that we still want to read.
            child.toHandle().destroyForcibly();
            out.lines().forEach(this::note);
            assertThat(child.waitFor()).isEqualTo(137);
        }
    }

    private void note(String line) {
        var words = line.split(" ");
        if (words.length == 2) {
            acknowledged.get(Integer.parseInt(words[0])).add(words[1]);
        } else if (words[0].equals("key")) {
            keys.get(Integer.parseInt(words[1])).add(words[2]);
        } else if (words[0].equals("counted")) {
            counted[Integer.parseInt(words[1])]++;
        }
    }

    private void requireWhole(String run) throws Exception {
        try (var databases = Databases.open(directory)) {
            var app = databases.database("app");
            for (var branch : List.of(app.main(), app.branch("branch-" + run))) {
                var expected = branch.schema().table("notes").orElseThrow().columns().stream()
                        .map(column -> column.name())
                        .toList();
                for (var tenant : tenants(branch)) {
                    assertThat(Notes.columns(tenant)).isEqualTo(expected);
                }
                assertThat(branch.drift()).isEmpty();
            }
            var tenants = tenants(app.main());
            for (int i = 0; i < tenants.size(); i++) {
                var lost = new ArrayList<>(acknowledged.get(i));
                lost.removeAll(new HashSet<>(Notes.ids(tenants.get(i))));
                assertThat(lost).as("acknowledged rows that tenant t%d lost", i).isEmpty();
                var values = tenants.get(i).kv();
                assertThat(values.keys("*")).containsAll(keys.get(i));
                assertThat(values.get(Worker.COUNTER).map(KillTest::whole).orElse(0L))
                        .as("one more may have been counted each time before it could be said")
                        .isBetween(counted[i], counted[i] + kills);
            }
            assertThat(app.maintenance()).isEmpty();
            app.main().change(Edits.addColumn("retried_" + run));
            app.deleteBranch("branch-" + run);
            for (var branch : app.branches()) {
                if (!branch.name().equals("main")) {
                    app.deleteBranch(branch.name());
                }
            }
            databases.forgetDeleted(Instant.now().plus(Duration.ofDays(1)));
            assertThat(FilesOf.tenants(directory)).hasSize(1 + Worker.TENANTS);
        }
    }

    private static long whole(Value value) {
        return ((Value.Int) value).number();
    }

    private static List<Tenant> tenants(DatabaseBranch branch) {
        return IntStream.range(0, Worker.TENANTS)
                .mapToObj(i -> branch.tenant("t" + i))
                .toList();
    }
}
