package dev.templedb.branchdb;

import static dev.templedb.branchdb.Fails.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real file system of 8 MiB, which only root can mount.
class FullDiskTest {
    @TempDir
    Path directory;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    @Test
    void a_change_for_which_there_is_no_room_changes_nothing_and_works_when_there_is() throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            main.createTenants(List.of("t1", "t2"), true);
            for (var name : List.of("t1", "t2")) {
                main.tenant(name)
                        .write(tx -> tx.update("INSERT INTO notes VALUES ('a', hex(zeroblob(400000)), 1)")
                                .execute());
            }
            var copying = Edits.sql("CREATE TABLE twice AS SELECT id, text FROM notes");
            fill();
            var before = main.info();

            assertFails(() -> main.change(copying), ErrorCode.DISK_FULL, "disk");

            assertThat(main.info()).isEqualTo(before);
            assertThat(Notes.ids(main.tenant("t1"))).containsExactly("a");
            Files.delete(directory.resolve("filling"));
            main.change(copying);
            assertThat(Notes.number(main.tenant("t2"), "SELECT count(*) FROM twice"))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_first_write_for_which_there_is_no_room_leaves_the_tenant_as_it_was() throws Exception {
        try (var databases = Databases.init(directory)) {
            var main = databases.create("app").main();
            main.change(Edits.notes());
            Notes.add(main.tenant("main"), "a");
            var branch = databases.database("app").createBranch("feature", "main");
            fill();

            assertFails(() -> Notes.add(branch.tenant("main"), "b"), ErrorCode.DISK_FULL, "disk");

            assertThat(Notes.ids(branch.tenant("main"))).containsExactly("a");
            Files.delete(directory.resolve("filling"));
            Notes.add(branch.tenant("main"), "b");
            assertThat(Notes.ids(branch.tenant("main"))).containsExactly("a", "b");
            assertThat(Notes.ids(main.tenant("main"))).containsExactly("a");
            assertThat(FilesOf.all(directory)).noneMatch(name -> name.startsWith(".new"));
        }
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(directory.resolve("filling"))) {
            while (true) {
                out.write(new byte[1 << 12]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("space");
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
