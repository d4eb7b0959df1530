package dev.templedb.temple.remotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.testkit.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [Remote] promises. Each implementation runs this unchanged.
public abstract class RemoteContract {
    @TempDir
    protected Path folder;

    protected SharingTemple ada;
    protected SharingTemple bob;
    private Remote remote;

    /// The place to share at, as `name` sees it; all calls lead to the same one.
    protected abstract Remote open(String name);

    /// Makes the owner of the projects known where that is needed.
    protected void prepare() {}

    /// Who may push: the owner of the projects.
    protected abstract String owner();

    protected RemoteRef ref(String slug) {
        return RemoteRef.of(owner(), slug);
    }

    @BeforeEach
    void begin() throws Exception {
        ada = new SharingTemple(folder.resolve("ada"));
        bob = new SharingTemple(folder.resolve("bob"));
        ada.git("web-app").write("a.txt", "one\n").commit("First");
        ada.take("web-app");
        prepare();
        remote = open("ada");
    }

    @AfterEach
    void end() {
        remote.close();
        ada.close();
        bob.close();
    }

    private Sha256 push(String version) {
        return ada.push(remote, "web-app", ref("web-app"), version).state();
    }

    private static ErrorCode refusal(Callable<?> work) {
        var refused = catchThrowableOfType(TempleException.class, work::call);
        assertThat(refused).isNotNull();
        return refused.code();
    }

    private RemoteQuery query(String words) {
        return new RemoteQuery(words, Optional.of(owner()), List.of(), Optional.empty(), Optional.empty(), 100);
    }

    @Test
    void knows_nothing_of_a_project_that_is_not_there() {
        assertThat(remote.find(ref("none"))).isEmpty();
        assertThat(refusal(() -> remote.versions(ref("none")))).isEqualTo(ErrorCode.REMOTE_PROJECT_NOT_FOUND);
        assertThat(refusal(() -> remote.fetch(
                        ref("none"), new Want.Shared(), Set.of(), folder.resolve("scratch"), Progress.NONE)))
                .isEqualTo(ErrorCode.REMOTE_PROJECT_NOT_FOUND);
    }

    @Test
    void gives_back_exactly_what_was_pushed() {
        var state = push("");
        bob.clone(remote, ref("web-app"), "");
        assertThat(bob.state("web-app").root()).isEqualTo(state);
        assertThat(remote.find(ref("web-app")).orElseThrow().state()).contains(state);
    }

    @Test
    void brings_only_what_is_new_and_leads_to_the_same_state() throws Exception {
        push("");
        bob.clone(remote, ref("web-app"), "");
        for (int i = 0; i < 3; i++) {
            ada.git("web-app").write("b.txt", "line " + i + "\n").commit("Change " + i);
            ada.sync("web-app");
            var state = push("");
            if (i != 1) {
                bob.pull(remote, "web-app");
                assertThat(bob.state("web-app").root()).isEqualTo(state);
            }
        }
        assertThat(bob.pull(remote, "web-app")).isEmpty();
    }

    @Test
    void refuses_a_push_from_a_state_that_is_no_longer_shared() throws Exception {
        push("");
        bob.clone(remote, ref("web-app"), "");
        bob.set("web-app", "B", "1");
        bob.push(remote, "web-app", ref("web-app"), "");
        ada.set("web-app", "A", "1");
        assertThat(refusal(() -> push(""))).isEqualTo(ErrorCode.REMOTE_MOVED);
        assertThat(remote.find(ref("web-app")).orElseThrow().state())
                .contains(bob.state("web-app").root());
    }

    @Test
    void refuses_a_push_of_nothing_new_too_when_somebody_else_has_pushed() {
        push("");
        assertThat(ada.push(remote, "web-app", ref("web-app"), "").moved()).isFalse();
        bob.clone(remote, ref("web-app"), "");
        bob.set("web-app", "B", "1");
        bob.push(remote, "web-app", ref("web-app"), "");
        assertThat(refusal(() -> push(""))).isEqualTo(ErrorCode.REMOTE_MOVED);
        assertThat(refusal(() -> push("1.0.0"))).isEqualTo(ErrorCode.REMOTE_MOVED);
        assertThat(remote.versions(ref("web-app"))).isEmpty();
    }

    @Test
    void publishes_versions_that_never_change() {
        var first = push("1.0.0");
        ada.set("web-app", "A", "1");
        assertThat(refusal(() -> push("1.0.0"))).isEqualTo(ErrorCode.VERSION_ALREADY_EXISTS);
        var second = push("1.10.0");
        ada.set("web-app", "A", "2");
        push("2.0.0-rc.1");
        assertThat(remote.versions(ref("web-app")))
                .extracting(version -> version.name().text())
                .containsExactly("2.0.0-rc.1", "1.10.0", "1.0.0");
        assertThat(remote.version(ref("web-app"), new VersionName("2.0.0-rc.1")).orElseThrow())
                .isEqualTo(remote.versions(ref("web-app")).getFirst());
        assertThat(remote.version(ref("web-app"), new VersionName("3.0.0"))).isEmpty();
        bob.clone(remote, ref("web-app"), "1.0.0");
        assertThat(bob.state("web-app").root()).isEqualTo(first);
        bob.remove("web-app");
        bob.clone(remote, ref("web-app"), "latest");
        assertThat(bob.state("web-app").root()).isEqualTo(second);
        assertThat(remote.find(ref("web-app")).orElseThrow().latest()).contains(new VersionName("1.10.0"));
    }

    @Test
    void publishes_a_version_of_what_is_shared_already() {
        var state = push("");
        assertThat(push("1.0.0")).isEqualTo(state);
        assertThat(remote.versions(ref("web-app")))
                .extracting(RemoteVersion::state)
                .containsExactly(state);
    }

    @Test
    void keeps_the_signature_of_a_version_that_is_published_of_what_is_shared_already() {
        var state = push("");
        var key = folder.resolve("key");
        Shell.run(folder, "ssh-keygen -q -t ed25519 -N '' -C ada -f key");
        ada.push(remote, "web-app", ref("web-app"), "1.0.0", Optional.of(new SigningKey.InFile(key)), Progress.NONE);
        var version = remote.versions(ref("web-app")).getFirst();
        assertThat(version.state()).isEqualTo(state);
        assertThat(version.signature().orElseThrow()).startsWith("-----BEGIN SSH SIGNATURE-----");
        assertThat(version.signedProject()).contains(ref("web-app").toString());
        Shell.run(folder, "(printf 'ada '; cat key.pub) >allowed");
        var trust = SharingTemple.trusting(folder.resolve("allowed"));
        bob.clone(remote, ref("web-app"), "");
        bob.remove("web-app");
        var cloned = bob.cloneTrusting(remote, ref("web-app"), "1.0.0", trust);
        assertThat(cloned.signers().word()).isEqualTo("trusted");
        assertThat(cloned.signers().signedAs()).contains(ref("web-app") + " 1.0.0");
        assertThat(cloned.signers().notes()).isEmpty();
        assertThat(bob.signatures("web-app"))
                .as("it is none over the state alone")
                .isEmpty();

        remote.fork(ref("web-app"), ref("mine"));
        assertThat(refusal(() -> bob.cloneTrusting(remote, ref("mine"), "1.0.0", trust)))
                .isEqualTo(ErrorCode.VERSION_SIGNED_ELSEWHERE);
        var knowing =
                SharingTemple.trusting(folder.resolve("allowed"), ref("web-app").toString());
        assertThat(bob.cloneTrusting(remote, ref("mine"), "1.0.0", knowing)
                        .signers()
                        .signedAs())
                .contains(ref("web-app") + " 1.0.0");

        ada.set("web-app", "A", "1");
        ada.push(remote, "web-app", ref("web-app"), "1.1.0", Optional.of(new SigningKey.InFile(key)), Progress.NONE);
        var pulled = bob.pullTrusting(remote, "web-app", trust).orElseThrow();
        assertThat(pulled.signers().word()).isEqualTo("trusted");
        assertThat(pulled.signers().signedAs()).contains(ref("web-app") + " 1.1.0");
    }

    @Test
    void names_who_signed_what_comes_to_a_project_that_is_here_and_takes_in_what_is_signed_as_asked() {
        push("");
        bob.clone(remote, ref("web-app"), "");
        Shell.run(folder, "ssh-keygen -q -t ed25519 -N '' -C ada -f key && (printf 'ada '; cat key.pub) >allowed");
        var trust = SharingTemple.trusting(folder.resolve("allowed"));
        ada.set("web-app", "A", "1");
        push("");
        assertThat(refusal(() -> bob.pullTrusting(remote, "web-app", trust).toString()))
                .isEqualTo(ErrorCode.SIGNATURE_MISSING);
        assertThat(bob.variables("web-app")).doesNotContainKey("A");

        ada.set("web-app", "A", "2");
        var key = new SigningKey.InFile(folder.resolve("key"));
        ada.push(remote, "web-app", ref("web-app"), "", Optional.of(key), Progress.NONE);
        var signers = bob.pullTrusting(remote, "web-app", trust).orElseThrow().signers();
        assertThat(signers.word()).isEqualTo("trusted");
        assertThat(signers.signer()).startsWith("ada (SHA256:");
        assertThat(bob.variables("web-app")).containsEntry("A", "2");
        assertThat(bob.signatures("web-app")).hasSize(1);
    }

    @Test
    void yanks_a_version_and_takes_that_back() {
        push("1.0.0");
        ada.set("web-app", "A", "1");
        push("1.1.0");
        var version = new VersionName("1.1.0");
        remote.yank(ref("web-app"), version, true, Optional.of("broken"));
        assertThat(remote.find(ref("web-app")).orElseThrow().latest()).contains(new VersionName("1.0.0"));
        assertThat(remote.versions(ref("web-app")).getFirst().yankReason()).contains("broken");
        bob.clone(remote, ref("web-app"), "1.1.0");
        remote.yank(ref("web-app"), version, false, Optional.empty());
        assertThat(remote.find(ref("web-app")).orElseThrow().latest()).contains(version);
        assertThat(refusal(() -> {
                    remote.yank(ref("web-app"), new VersionName("9.9.9"), true, Optional.empty());
                    return "";
                }))
                .isEqualTo(ErrorCode.VERSION_NOT_FOUND);
    }

    @Test
    void finds_projects_by_words() {
        ada.edit("web-app", "A shop for React", "react", "shop");
        push("");
        assertThat(remote.list(query(""))).extracting(RemoteProject::ref).contains(ref("web-app"));
        for (var words : List.of("react", "shop react", "web")) {
            assertThat(remote.list(query(words))).as(words).hasSize(1);
        }
        assertThat(remote.list(query("nothing-like-it"))).isEmpty();
    }

    @Test
    void forks_a_project_that_goes_its_own_way() {
        var state = push("1.0.0");
        remote.fork(ref("web-app"), ref("mine"));
        var fork = remote.find(ref("mine")).orElseThrow();
        assertThat(fork.state()).contains(state);
        assertThat(fork.source()).contains(ref("web-app").toString());
        bob.clone(remote, ref("mine"), "");
        bob.set("mine", "B", "1");
        bob.push(remote, "mine", ref("mine"), "");
        assertThat(remote.find(ref("web-app")).orElseThrow().state()).contains(state);
        assertThat(refusal(() -> {
                    remote.fork(ref("web-app"), ref("mine"));
                    return "";
                }))
                .isEqualTo(ErrorCode.REMOTE_PROJECT_EXISTS);
    }

    @Test
    void lets_one_of_several_through_that_push_at_once() throws Exception {
        push("");
        bob.clone(remote, ref("web-app"), "");
        ada.set("web-app", "A", "1");
        bob.set("web-app", "B", "1");
        var temples = Map.of("ada", ada, "bob", bob);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var running = temples.entrySet().stream()
                    .map(entry -> threads.submit(() -> {
                        try (var own = open(entry.getKey())) {
                            entry.getValue().push(own, "web-app", ref("web-app"), "");
                            return true;
                        } catch (TempleException refused) {
                            assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_MOVED);
                            return false;
                        }
                    }))
                    .toList();
            int through = 0;
            for (var one : running) {
                through += one.get() ? 1 : 0;
            }
            assertThat(through).isEqualTo(1);
        }
        var carol = new SharingTemple(folder.resolve("carol"));
        carol.clone(remote, ref("web-app"), "");
        assertThat(carol.variables("web-app")).hasSize(1);
        carol.close();
    }
}
