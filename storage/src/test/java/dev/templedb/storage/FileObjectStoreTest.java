package dev.templedb.storage;

import static dev.templedb.storage.Refusal.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.templedb.core.ErrorCode;
import dev.templedb.testkit.FullDisk;
import dev.templedb.testkit.Shell;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Override
    protected ObjectStore open() {
        return FileObjectStore.open(directory.resolve("new/store"));
    }

    private Path objects() {
        return directory.resolve("new/store/objects");
    }

    private Path partial() {
        return directory.resolve("new/store/partial");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(objects())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void is_durable_and_shared() {
        assertThat(store.capabilities()).containsExactlyInAnyOrder(StorageCapability.values());
    }

    @Test
    void spreads_objects_over_directories_that_nobody_else_may_enter() throws IOException {
        for (int i = 0; i < 100; i++) {
            store.put(new ObjectKey("packs/0198a7c4-0000-7000-8000-%012x".formatted(i)), new byte[i]);
        }

        assertThat(objects().resolve("packs").toFile().list()).hasSizeBetween(10, 100);
        assertThat(files())
                .hasSize(100)
                .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        assertThat(Shell.run(directory, "find new/store -type d -not -perm 0700"))
                .isEmpty();
        assertThat(partial()).isEmptyDirectory();
    }

    @Test
    void leaves_no_empty_directories_of_deleted_objects() throws IOException {
        var key = new ObjectKey("uploads/0198a7c4/a/000001");
        store.put(key, new byte[1]);
        var place = files().getFirst();
        assertThat(objects().relativize(place).toString()).matches("uploads/../0198a7c4/a/000001");

        store.delete(key);

        assertThat(place.getParent().getParent()).doesNotExist();
        assertThat(place.getParent().getParent().getParent()).isEmptyDirectory();
    }

    @Test
    void sweeps_what_killed_writers_have_left() throws IOException {
        var old = Files.write(partial().resolve("old"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
        Files.write(partial().resolve("new"), new byte[10]);

        assertThat(store.sweep(Instant.now().minus(1, ChronoUnit.DAYS))).isEqualTo(1);

        assertThat(partial().toFile().list()).containsExactly("new");
    }

    @Test
    void says_that_a_full_disk_is_full_and_leaves_nothing_on_it() throws IOException {
        store.put(KEY, new byte[10]);
        var key = new ObjectKey("packs/large");
        try (var _ = FullDisk.after(300_000)) {
            refuses(ErrorCode.STORAGE_FULL, () -> store.put(key, 1_000_000, null, Samples.stream(1_000_000, 1)))
                    .contains(key.text());
        }

        assertThat(partial()).isEmptyDirectory();
        assertThat(store.exists(key)).isFalse();
        store.put(key, new byte[1_000_000]);
    }

    @Test
    void says_that_a_full_file_system_is_full() throws Exception {
        var disk = mount("size=1m");
        try (var small = FileObjectStore.open(disk.resolve("store"))) {
            refuses(ErrorCode.STORAGE_FULL, () -> small.put(KEY, 2_000_000, null, Samples.stream(2_000_000, 1)));
            assertThat(disk.resolve("store/partial")).isEmptyDirectory();
            small.put(KEY, 100_000, null, Samples.stream(100_000, 1));
        } finally {
            Shell.run(directory, "umount disk");
        }
    }

    @Test
    void says_that_a_file_is_in_the_way() throws IOException {
        Files.writeString(directory.resolve("file"), "");

        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> FileObjectStore.open(directory.resolve("file")))
                .contains("file");
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> FileObjectStore.open(directory.resolve("file/store")));
    }

    @Test
    void says_that_its_directory_went_away() throws IOException {
        store.put(KEY, new byte[10]);
        Shell.run(directory, "rm -r new");

        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.check());
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.put(KEY, new byte[10]));
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.open(KEY));
    }

    @Test
    void says_that_an_object_was_cut_short_while_it_was_read() throws IOException {
        store.put(KEY, new byte[1000]);
        try (var content = store.open(KEY)) {
            assertThat(content.readNBytes(100)).hasSize(100);
            Files.write(files().getFirst(), new byte[50]);
            refuses(ErrorCode.STORAGE_OBJECT_DAMAGED, content::readAllBytes).contains("100");
        }
    }

    @Test
    void reads_an_object_to_its_end_that_is_deleted_meanwhile() throws IOException {
        store.put(KEY, Samples.bytes(1000, 1));
        try (var content = store.open(KEY)) {
            store.delete(KEY);
            assertThat(content.readAllBytes()).isEqualTo(Samples.bytes(1000, 1));
        }
    }

    @Test
    void follows_no_links_out_of_its_directory() throws IOException {
        var secret = Files.writeString(directory.resolve("secret"), "secret");
        store.put(KEY, new byte[10]);
        var place = files().getFirst();
        Files.delete(place);
        Files.createSymbolicLink(place, secret);

        assertThat(store.exists(KEY)).isFalse();
        refuses(ErrorCode.STORAGE_OBJECT_MISSING, () -> store.open(KEY));
        try (var all = store.list("")) {
            assertThat(all).isEmpty();
        }
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.put(KEY, new byte[10]));
        assertThat(secret).hasContent("secret");
    }

    @Test
    void lists_nothing_that_it_has_not_stored() throws IOException {
        store.put(KEY, new byte[10]);
        Files.writeString(objects().resolve("README"), "");
        Files.writeString(objects().resolve("packs/lost"), "");
        Files.writeString(files().getFirst().resolveSibling(".DS_Store"), "");
        Files.createDirectories(objects().resolve("packs/00/Backup"));

        try (var all = store.list("")) {
            assertThat(all).extracting(StoredObject::key).containsExactly(KEY);
        }
    }

    /// Content at whose end something happens to the directory.
    private static InputStream then(String script, Path directory) {
        return new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public int read() throws IOException {
                Shell.run(directory, script);
                return super.read();
            }
        };
    }

    @Test
    void says_what_happens_to_its_directory_while_it_writes() {
        refuses(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        () -> store.put(KEY, 10, null, then("rm new/store/partial/*", directory)))
                .contains(KEY.text());
        refuses(
                ErrorCode.STORAGE_UNAVAILABLE,
                () -> store.put(
                        KEY,
                        10,
                        null,
                        then("rm -r new/store/objects/packs; echo > new/store/objects/packs", directory)));
        assertThat(store.exists(KEY)).isFalse();
        refuses(ErrorCode.STORAGE_UNAVAILABLE, () -> store.list("packs/"));
        assertThat(partial()).isEmptyDirectory();
    }

    @Test
    void makes_directories_anew_that_somebody_has_removed() {
        store.put(KEY, new byte[10]);
        Shell.run(directory, "rm -r new/store/objects/packs");

        store.put(KEY, new byte[20]);

        assertThat(store.size(KEY)).hasValue(20);
    }

    @Test
    void says_that_it_may_not_write() throws Exception {
        var disk = mount("size=1m");
        try (var readOnly = FileObjectStore.open(disk.resolve("store"))) {
            readOnly.put(KEY, new byte[10]);
            Shell.run(disk, "mount -o remount,ro .");

            refuses(ErrorCode.STORAGE_REFUSED, readOnly::check);
            refuses(ErrorCode.STORAGE_REFUSED, () -> readOnly.put(new ObjectKey("packs/b"), new byte[10]));
            refuses(ErrorCode.STORAGE_REFUSED, () -> readOnly.delete(KEY));
            assertThat(readOnly.hash(KEY)).isEqualTo(readOnly.put(KEY, new byte[10]));
        } finally {
            Shell.run(directory, "umount disk");
        }
    }

    private Path mount(String options) throws Exception {
        var disk = Files.createDirectory(directory.resolve("disk"));
        var mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(mount.waitFor() == 0, "needs the right to mount");
        return disk;
    }

    @Test
    void replaces_nothing_where_the_file_system_has_no_links() throws IOException {
        try (var zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
            var one = Files.writeString(zip.getPath("/one"), "one");
            var two = Files.writeString(zip.getPath("/two"), "two");
            FileObjectStore.moveWithoutReplacing(one, zip.getPath("/place"));

            assertThatThrownBy(() -> FileObjectStore.moveWithoutReplacing(two, zip.getPath("/place")))
                    .isInstanceOf(FileAlreadyExistsException.class);

            assertThat(zip.getPath("/place")).hasContent("one");
        }
    }

    @Test
    void says_that_it_was_interrupted_and_leaves_nothing() {
        Thread.currentThread().interrupt();
        refuses(ErrorCode.INTERRUPTED, () -> store.put(KEY, new byte[10]));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(partial()).isEmptyDirectory();
        assertThat(store.exists(KEY)).isFalse();
    }
}
