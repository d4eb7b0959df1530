package dev.templedb.cathedral.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerAloneTest {
    @TempDir
    Path directory;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void directories_that_are_made_or_were_there_are_the_owners_alone_and_so_are_files() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var there = Files.createDirectory(directory.resolve("there"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-xr-x"));
        var file = Files.writeString(there.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        OwnerAlone.directory(there);
        OwnerAlone.directory(directory.resolve("git/packs"));
        OwnerAlone.file(file);

        assertThat(mode(there)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("git"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("git/packs"))).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
    }
}
