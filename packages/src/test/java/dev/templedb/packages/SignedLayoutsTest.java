package dev.templedb.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A signature changes a package's manifest and nothing else.
class SignedLayoutsTest {
    @TempDir
    private Path directory;

    private OpenOptions options() {
        return OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
    }

    private Path write(String layout) {
        var source = SampleProject.small().source();
        var path = directory.resolve("package");
        if (!layout.equals("tar.gz")) {
            var which = List.of(PackageLayout.values()).stream()
                    .filter(one -> one.word().equals(layout))
                    .findFirst();
            Packages.write(source, which.orElseThrow(), path, Existing.REFUSE);
            return path;
        }
        Packages.write(source, PackageLayout.DIRECTORY, directory.resolve("plain"), Existing.REFUSE);
        Shell.run(directory, "tar -czf package -C plain .");
        return path;
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory", "tar.zst", "tar.gz"})
    void every_layout_takes_a_signature_and_gives_it_back(String layout) throws Exception {
        var path = write(layout);
        var signature =
                PackageSignature.read(Files.readString(Path.of("src/test/resources/vectors/signatures/good-ssh.sig")));
        Shell.run(directory, "cp -r package before");

        Packages.rewriteManifest(
                path, options(), (opened, manifest) -> PackageSignature.into(manifest, List.of(signature, signature)));

        try (var opened = Packages.open(path, options())) {
            PackageChecker.verify(opened, 1, Progress.NONE);
            assertThat(opened.layout().word()).isEqualTo(layout);
            assertThat(opened.state()).isEqualTo(SampleProject.small().source().state());
            assertThat(PackageSignature.of(opened.manifest())).containsExactly(signature, signature);
        }
        Packages.rewriteManifest(path, options(), (opened, manifest) -> PackageSignature.into(manifest, List.of()));
        if (layout.equals("file") || layout.equals("directory")) {
            Shell.run(directory, "diff -r package before");
        }
    }
}
