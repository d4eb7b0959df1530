package dev.templedb.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.packages.directory.DirectoryPackageWriter;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.file.PackageFileWriter;
import dev.templedb.packages.samples.SampleProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A package is as open as the user's umask says, but nobody else can ever write to it.
class PackagePermissionsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"000, rw-r--r--, rwxr-xr-x", "022, rw-r--r--, rwxr-xr-x", "077, rw-------, rwx------"})
    void every_part_of_a_package_can_be_written_by_its_owner_alone(String umask, String file, String folder)
            throws Exception {
        var child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Write.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        assertThat(child.waitFor()).isZero();

        assertThat(permissions(true)).containsExactly(folder);
        assertThat(permissions(false)).containsExactly(file);
    }

    private Set<String> permissions(boolean ofDirectories) throws IOException {
        var found = new TreeSet<String>();
        try (var all = Files.walk(directory)) {
            for (var path : all.skip(1).toList()) {
                if (Files.isDirectory(path) == ofDirectories) {
                    found.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                }
            }
        }
        return found;
    }

    /// Writes a package in each layout.
    static final class Write {
        public static void main(String[] arguments) {
            var target = Path.of(arguments[0]);
            var source = SampleProject.small().source();
            PackageFileWriter.write(source, target.resolve("file.cathedral"), Existing.REFUSE);
            DirectoryPackageWriter.writeTar(source, target.resolve("tar.cathedral"), Existing.REFUSE);
            DirectoryPackageWriter.writeDirectory(source, target.resolve("directory.cathedral"), Existing.REFUSE);
        }
    }
}
