package dev.templedb.packages.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.Packages;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import dev.templedb.packages.signatures.PackageSignature;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SignedSourceTest {
    @TempDir
    private Path directory;

    private static PackageSource source() {
        var note = "To do\n".getBytes(StandardCharsets.UTF_8);
        var project = SampleProject.small()
                .piece(note)
                .changeState(state -> state.with(
                        "documents",
                        Json.Obj.empty().with("notes/todo.md", Sha256.of(note).hex())));
        return TakenIn.of(project.source());
    }

    private static List<PackageSignature> signatures() throws Exception {
        var one = Files.readString(Path.of("src/test/resources/vectors/signatures/good-ssh.sig"));
        return List.of(PackageSignature.read(one));
    }

    @ParameterizedTest
    @EnumSource(value = PackageLayout.class, names = "TAR_GZ", mode = Mode.EXCLUDE)
    void a_signed_package_is_the_same_but_for_its_signatures(PackageLayout layout) throws Exception {
        var signatures = signatures();
        var plain = directory.resolve("plain");
        var signed = directory.resolve("signed");
        Packages.write(source(), layout, plain, Existing.REFUSE);
        try (var source = new SignedSource(source(), signatures)) {
            Packages.write(source, layout, signed, Existing.REFUSE);
        }
        var options = OpenOptions.strict(directory.resolve("scratch"), Progress.NONE);
        Packages.rewriteManifest(plain, options, (opened, manifest) -> PackageSignature.into(manifest, signatures));
        try (var one = Packages.open(plain, options);
                var other = Packages.open(signed, options)) {
            assertThat(PackageSignature.of(other.manifest())).isEqualTo(signatures);
            assertThat(other.manifest()).isEqualTo(one.manifest());
            assertThat(TakenIn.of(other).state()).isEqualTo(TakenIn.of(one).state());
            PackageChecker.verify(other, 1, Progress.NONE);
        }
    }

    @Test
    void whatever_a_source_may_say_is_handed_on() {
        for (var method : PackageSource.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                assertThat(SignedSource.class.getDeclaredMethods())
                        .as("without it the signed package lacks what the source says")
                        .anyMatch(own -> own.getName().equals(method.getName()) && !own.isBridge());
            }
        }
    }
}
