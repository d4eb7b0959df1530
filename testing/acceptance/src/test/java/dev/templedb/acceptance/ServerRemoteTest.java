package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.Progress;
import dev.templedb.temple.remotes.Remote;
import dev.templedb.temple.remotes.RemoteContract;
import dev.templedb.temple.remotes.ServerAccess;
import dev.templedb.temple.remotes.Want;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Projects on a server: what every remote promises, by the real one. Each test has an organization of its own.
class ServerRemoteTest extends RemoteContract {
    private static ServerAccess access;
    private static String user;

    private final String owner = name("team");

    @BeforeAll
    static void signUp() throws Exception {
        var address = URI.create(RunningServer.shared().address());
        user = name("owner");
        var nobody = new ServerAccess(address, Optional.empty(), "templedb/test", ProxySelector.of(null));
        var token = nobody.login()
                .register(user, user + "@example.org", "correct horse battery", "tests")
                .token();
        access = new ServerAccess(address, token, "templedb/test", ProxySelector.of(null));
    }

    private static String name(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    protected void prepare() {
        try (var remote = access.remote(Optional.of(user))) {
            remote.team().createOrganization(owner, null, null);
        }
    }

    @Override
    protected Remote open(String name) {
        return access.remote(Optional.of(user));
    }

    @Override
    protected String owner() {
        return owner;
    }

    @Test
    void a_fetch_asks_for_a_new_plan_when_the_packs_of_the_first_one_are_gone() throws Exception {
        var random = new byte[3 << 20];
        new Random(8).nextBytes(random);
        var git = ada.git("packed");
        Files.write(git.path().resolve("data.bin"), random);
        git.commit("Data");
        ada.take("packed");
        try (var remote = open("ada")) {
            ada.push(remote, "packed", ref("packed"), "");
        }

        try (var relay = new RelayOfGonePacks(access.address());
                var remote = new ServerAccess(relay.address(), access.token(), access.program(), access.proxy())
                        .remote(Optional.of(user))) {
            var fetched = remote.fetch(
                    ref("packed"), new Want.Shared(), Set.of(), git.path().resolveSibling("scratch"), Progress.NONE);

            assertThat(relay.hasRefused()).isTrue();
            assertThat(fetched.packages())
                    .singleElement()
                    .satisfies(file -> assertThat(Files.size(file)).isGreaterThan(random.length));
        }
    }

    @Test
    void a_push_that_was_cut_goes_on_with_what_the_server_has() throws Exception {
        var random = new byte[20 << 20];
        new Random(7).nextBytes(random);
        var git = ada.git("big");
        Files.write(git.path().resolve("data.bin"), random);
        git.commit("Data");
        ada.take("big");
        Progress cutting = (what, total) -> amount -> {
            if (what.equals("Sending")) {
                throw new IllegalStateException("cut");
            }
        };
        try (var remote = open("ada")) {
            assertThatThrownBy(() -> ada.push(remote, "big", ref("big"), "", Optional.empty(), cutting))
                    .hasMessage("cut");
            var pushed = ada.push(remote, "big", ref("big"), "");
            assertThat(pushed.resumedBytes()).isBetween(8L << 20, pushed.bytes());
            assertThat(remote.find(ref("big")).orElseThrow().state()).contains(pushed.state());
        }
    }
}
