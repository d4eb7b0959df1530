package dev.templedb.packages.signatures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedVersionTest {
    private static final Sha256 STATE = Sha256.of("a state".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private PackageSignature signature(VersionStatement statement) throws Exception {
        var key = directory.resolve("key");
        if (!Files.exists(key)) {
            var made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).start();
            assertThat(made.waitFor()).isZero();
        }
        return Signing.withKey(key, statement.signedBytes(), Instant.now());
    }

    private static void check(SignedVersion signed, Sha256 state) throws InvalidSignature {
        new SignatureCheck(Optional.empty(), Optional.empty(), Instant.now())
                .check(signed.signature(), signed.statement(state).signedBytes());
    }

    @Test
    void what_a_manifest_carries_is_proved_over_its_state_and_no_other_version_project_or_state() throws Exception {
        var version = new VersionName("1.2.0");
        var signed =
                new SignedVersion("Ada/Shop", version, signature(new VersionStatement("ada/shop", version, STATE)));
        var manifest = SignedVersion.into(Json.Obj.empty().with("slug", "shop"), List.of(signed));

        assertThat(SignedVersion.of(manifest)).containsExactly(signed);
        check(signed, STATE);
        assertThatThrownBy(() -> check(signed, Sha256.of(new byte[1]))).isInstanceOf(InvalidSignature.class);
        for (var other : List.of(
                new SignedVersion("ada/shop", new VersionName("1.2.1"), signed.signature()),
                new SignedVersion("eve/shop", version, signed.signature()))) {
            assertThatThrownBy(() -> check(other, STATE)).isInstanceOf(InvalidSignature.class);
        }
        assertThat(SignedVersion.into(manifest, List.of()))
                .isEqualTo(Json.Obj.empty().with("slug", "shop"));
        assertThat(SignedVersion.of(Json.Obj.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "version", "signature"})
    void what_lacks_something_or_has_nonsense_is_refused(String member) throws Exception {
        var version = new VersionName("1.2.0");
        var whole = (Json.Obj) ((Json.Arr) SignedVersion.into(
                                Json.Obj.empty(),
                                List.of(new SignedVersion(
                                        "ada/shop",
                                        version,
                                        signature(new VersionStatement("ada/shop", version, STATE)))))
                        .get("signed_versions"))
                .elements()
                .getFirst();
        for (var wrong : List.of(
                whole.without(member),
                whole.with(member, 7),
                whole.with(member, "a\u001b[31m/b"),
                whole.with(member, "a/b/c".repeat(9000)))) {
            assertThatThrownBy(() ->
                            SignedVersion.of(Json.Obj.empty().with("signed_versions", new Json.Arr(List.of(wrong)))))
                    .isInstanceOf(InvalidSignature.class);
        }
        for (var wrong : List.of(new Json.Str("x"), whole, new Json.Arr(Collections.nCopies(17, whole)))) {
            assertThatThrownBy(() -> SignedVersion.of(Json.Obj.empty().with("signed_versions", wrong)))
                    .isInstanceOf(InvalidSignature.class);
        }
    }
}
