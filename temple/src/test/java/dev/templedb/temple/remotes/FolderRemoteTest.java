package dev.templedb.temple.remotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.signing.SignatureReader;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Projects in a folder.
class FolderRemoteTest extends RemoteContract {
    private Path shared() {
        try {
            var shared = Files.createDirectories(folder.resolve("shared"));
            FolderRemote.begin(shared);
            return shared;
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Override
    protected Remote open(String name) {
        return new FolderRemote(shared(), folder.resolve("scratch"), Clock.systemUTC());
    }

    @Override
    protected String owner() {
        return "ada";
    }

    private Path project() {
        return shared().resolve("ada/web-app");
    }

    @Test
    void a_directory_with_other_things_does_not_become_a_folder_for_projects() throws Exception {
        var other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("letter.txt"), "Dear Bob");
        var refused = catchThrowableOfType(TempleException.class, () -> FolderRemote.begin(other));
        assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_ADDRESS_INVALID);
        assertThat(other.toFile().list()).containsExactly("letter.txt");
    }

    @Test
    void names_the_file_that_is_damaged() throws Exception {
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "");
            Files.writeString(project().resolve("states/000001.json"), "<<<<<<< HEAD\n");
            var refused = catchThrowableOfType(TempleException.class, () -> remote.find(ref("web-app")));
            assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_DAMAGED);
            assertThat(refused).hasMessageContaining("000001.json");
        }
    }

    @Test
    void says_when_somebody_has_put_the_folder_back_and_goes_on_when_that_is_accepted() throws Exception {
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "");
            bob.clone(remote, ref("web-app"), "");
            ada.set("web-app", "A", "1");
            ada.push(remote, "web-app", ref("web-app"), "");
            bob.pull(remote, "web-app");
            Files.delete(project().resolve("states/000002.json"));
            var refused = catchThrowableOfType(TempleException.class, () -> bob.pull(remote, "web-app"));
            assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_ROLLED_BACK);
            bob.pullOlder(remote, "web-app");
            assertThat(bob.variables("web-app")).containsEntry("A", "1");
            bob.push(remote, "web-app", ref("web-app"), "");
            assertThat(remote.find(ref("web-app")).orElseThrow().state())
                    .contains(ada.state("web-app").root());
        }
    }

    @Test
    void a_signed_version_cannot_be_put_to_another_name_and_a_signature_over_the_state_alone_is_told_apart()
            throws Exception {
        Shell.run(folder, "ssh-keygen -q -t ed25519 -N '' -C ada -f key && (printf 'ada '; cat key.pub) >allowed");
        var key = new SigningKey.InFile(folder.resolve("key"));
        var trust = SharingTemple.trusting(folder.resolve("allowed"));
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "1.0.0", Optional.of(key), Progress.NONE);
            var version = project().resolve("versions/1.0.0.json");
            var text = Files.readString(version);

            Files.writeString(version.resolveSibling("2.0.0.json"), text.replace("\"1.0.0\"", "\"2.0.0\""));
            assertThat(refusal(remote, "2.0.0", trust)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

            Files.writeString(version, text.replace("\"ada/web-app\"", "\"eve/web-app\""));
            assertThat(refusal(remote, "1.0.0", trust)).isEqualTo(ErrorCode.SIGNATURE_INVALID);

            var shared = bob.cloneTrusting(remote, ref("web-app"), "", SharingTemple.NOBODY);
            assertThat(shared.signers().word()).isEqualTo("none");
            assertThat(shared.signers().notes()).hasSize(2).allMatch(note -> note.contains("does not count"));
            bob.remove("web-app");

            var state = ProjectState.signedBytes(ada.state("web-app").root());
            var json = Json.Obj.empty()
                    .with("version", "1.0.0")
                    .with("state", ada.state("web-app").root().hex())
                    .with("published_at", "2026-11-30T00:00:00Z")
                    .with("signature", key.sign(state, Instant.now()).armored());
            Files.write(version, PackageJson.write(json));
            assertThat(refusal(remote, "1.0.0", trust)).isEqualTo(ErrorCode.VERSION_NAME_UNSIGNED);
            assertThat(bob.slugs()).isEmpty();
            var taken = bob.cloneTrusting(remote, ref("web-app"), "1.0.0", SharingTemple.NOBODY);
            assertThat(taken.signers().word()).isEqualTo("unknown");
            assertThat(taken.signers().signedAs()).isEmpty();
            assertThat(taken.signers().notes()).singleElement().asString().contains("the content alone");
            assertThat(bob.signatures("web-app")).hasSize(1);
        }
    }

    private ErrorCode refusal(Remote remote, String version, SignatureReader trust) {
        return catchThrowableOfType(
                        TempleException.class, () -> bob.cloneTrusting(remote, ref("web-app"), version, trust))
                .code();
    }

    @Test
    void a_file_of_another_name_than_packages_have_is_not_opened() throws Exception {
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "");
            var entry = project().resolve("states/000001.json");
            Files.writeString(
                    entry,
                    Files.readString(entry)
                            .replaceAll("\"package\": \"[^\"]*\"", "\"package\": \"../../../etc/passwd\""));
            var refused = catchThrowableOfType(TempleException.class, () -> bob.clone(remote, ref("web-app"), ""));
            assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_DAMAGED);
        }
    }

    @Test
    void a_package_that_is_not_what_the_folder_says_leaves_nothing() throws Exception {
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "");
            ada.set("web-app", "A", "1");
            ada.push(remote, "web-app", ref("web-app"), "");
            var packages = project().resolve("packages").toFile().list();
            java.util.Arrays.sort(packages);
            Files.copy(
                    project().resolve("packages").resolve(packages[0]),
                    project().resolve("packages").resolve(packages[1]),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            var refused = catchThrowableOfType(TempleException.class, () -> bob.clone(remote, ref("web-app"), ""));
            assertThat(refused.code()).isEqualTo(ErrorCode.PACKAGE_STATE_MISMATCH);
            assertThat(bob.slugs()).isEmpty();
        }
    }

    @Test
    void projects_are_found_whatever_the_case_of_their_names() {
        try (var remote = open("ada")) {
            ada.push(remote, "web-app", ref("web-app"), "");
            assertThat(remote.find(RemoteRef.of("ADA", "Web-App"))).isPresent();
        }
    }

    @Test
    void begins_a_whole_package_now_and_then_so_that_chains_stay_short() throws Exception {
        try (var remote = open("ada")) {
            for (int i = 0; i < 23; i++) {
                ada.set("web-app", "A", "value " + i);
                ada.push(remote, "web-app", ref("web-app"), "");
            }
            var whole = FolderProject.read(ref("web-app"), project()).entries().stream()
                    .filter(entry -> entry.base().isEmpty())
                    .map(FolderEntry::number)
                    .toList();
            assertThat(whole).containsExactly(1, 22);
            bob.clone(remote, ref("web-app"), "");
            assertThat(bob.variables("web-app")).containsEntry("A", "value 22");
        }
    }
}
