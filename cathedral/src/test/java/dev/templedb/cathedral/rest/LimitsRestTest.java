package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Browser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LimitsRestTest {
    @Inject
    Jdbi jdbi;

    private void agree(String owner, String column, long figure) {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE owners SET %s = ? WHERE name = ?".formatted(column), figure, owner));
    }

    @Test
    void whoever_asks_too_often_is_told_when_to_come_again() {
        var ada = Api.newUser("hasty");
        var bob = Api.newUser("patient");
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO rate_buckets (key, tokens, taken, refilled_at)
                SELECT 'requests of user ' || id, -100000, 0, now() FROM owners WHERE name = ?
                """, ada.name()));

        var refused = ada.api().get("/api/v1/projects");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TDB-1482");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isGreaterThan(500);
        assertThat(refused.body().path("details").path("left").asInt(-1)).isZero();
        var allowed = bob.api().get("/api/v1/projects");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("RateLimit")).matches("\"requests\";r=[0-9]+;t=[0-9]+, \"bytes\";r=[0-9]+;t=[0-9]+");
        assertThat(allowed.header("RateLimit-Policy")).startsWith("\"requests\";q=6000;w=60, \"bytes\";q=");
    }

    @Test
    void bytes_that_were_sent_are_counted() {
        var ada = Api.newUser("heavy");
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO rate_buckets (key, tokens, taken, refilled_at)
                SELECT 'bytes of user ' || id, -1e12, 0, now() FROM owners WHERE name = ?
                """, ada.name()));

        var refused = ada.api().get("/api/v1/uploads/00000000-0000-7000-8000-000000000000");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body().path("details").path("unit").asText()).isEqualTo("bytes");
    }

    /// Sends without saying how much, and looks on the way whether that was counted.
    @Test
    void bytes_of_a_body_of_unknown_length_are_counted_while_they_come() throws Exception {
        var ada = Api.newUser("endless");
        var bob = Api.newUser("streaming");
        bob.project("streamed", "public");
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO rate_buckets (key, tokens, taken, refilled_at)
                SELECT 'bytes of user ' || id, 1048576, 0, now() + interval '1 hour' FROM owners WHERE name = ?
                """, ada.name()));
        var counted = new AtomicBoolean();
        var body = new InputStream() {
            private final byte[] begin = "0014command=ls-refs\n".getBytes(StandardCharsets.US_ASCII);
            private int sent;

            @Override
            public int read() {
                if (sent == 6 << 20) {
                    counted.set(isDrawn(ada.name(), 2 << 20));
                    return -1;
                }
                return sent < begin.length ? begin[sent++] : filler();
            }

            private int filler() {
                sent++;
                return 'x';
            }
        };
        var request = HttpRequest.newBuilder(
                        URI.create(Browser.server() + "/" + bob.name() + "/streamed.git/git-upload-pack"))
                .header("Content-Type", "application/x-git-upload-pack-request")
                .header("Git-Protocol", "version=2")
                .header("Authorization", "Bearer " + ada.token())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                .build();

        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        }

        assertThat(counted).isTrue();
    }

    /// Waits until so much of what a user may send has been taken at once.
    private boolean isDrawn(String name, long bytes) {
        for (int i = 0; i < 1000; i++) {
            var drawn = jdbi.withHandle(handle ->
                    handle.createQuery("""
                            SELECT max(taken) FROM rate_buckets
                             WHERE key = (SELECT 'bytes of user ' || id FROM owners WHERE name = :name)
                            """).bind("name", name).mapTo(Long.class).findOne());
            if (drawn.isPresent() && drawn.get() >= bytes) {
                return true;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return false;
    }

    @Test
    void a_plan_has_room_for_so_many_private_projects() {
        var ada = Api.newUser("crowded");
        agree(ada.name(), "quota_private_projects", 1);
        ada.project("first", "private");

        var second = ada.api().post("/api/v1/projects", Map.of("slug", "second"));
        assertThat(second.status()).isEqualTo(403);
        assertThat(second.code()).isEqualTo("TDB-1484");
        assertThat(second.body().path("details").path("left").asInt(-1)).isZero();
        String open = ada.project("open", "public");
        assertThat(ada.api().patch(open, Map.of("visibility", "private")).code())
                .isEqualTo("TDB-1484");
        var pushed = ada.api()
                .post(
                        "/api/v1/projects/" + ada.name() + "/pushed/push",
                        Map.of("state", "0".repeat(64), "bytes", 10, "create", Map.of("visibility", "private")));
        assertThat(pushed.code()).isEqualTo("TDB-1484");
    }

    @Test
    void a_push_that_there_is_no_room_for_is_refused_before_a_byte_moves() {
        var ada = Api.newUser("full");
        agree(ada.name(), "quota_bytes", 1000);
        String project = ada.project("there", "public");

        var refused = ada.api().post(project + "/push", Map.of("state", "0".repeat(64), "bytes", 1001));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("TDB-1483");
        assertThat(refused.body().path("details").path("left").asInt()).isEqualTo(1000);
        assertThat(refused.body().path("details").path("needed").asInt()).isEqualTo(1001);
        var fits = ada.api().post(project + "/push", Map.of("state", "0".repeat(64), "bytes", 1000));
        assertThat(fits.status()).as(fits.text()).isEqualTo(200);
    }

    private static Map<String, Object> push(int bytes) {
        return Map.of("state", "0".repeat(64), "bytes", bytes);
    }

    @Test
    void what_unfinished_pushes_have_announced_is_taken_until_they_are_given_up() {
        var ada = Api.newUser("unfinished");
        agree(ada.name(), "quota_bytes", 1000);
        String one = ada.project("one", "public");
        String other = ada.project("other", "public");

        var begun = ada.api().post(one + "/push", push(600));
        var refused = ada.api().post(other + "/push", push(600));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("TDB-1483");
        assertThat(refused.text()).contains("Unfinished pushes hold 600");
        assertThat(refused.body().path("details").path("left").asInt()).isEqualTo(400);
        assertThat(refused.body().path("details").path("unfinished").asInt()).isEqualTo(600);
        var usage = ada.api().get("/api/v1/users/" + ada.name() + "/usage").body();
        assertThat(usage.path("unfinished_bytes").asInt()).isEqualTo(600);
        assertThat(usage.path("storage_bytes").path("left").asInt()).isEqualTo(400);
        var whole = ada.api()
                .with("Content-Type", "application/octet-stream")
                .post(
                        other.replace("projects", "packages") + "/upload?version=1.0.0",
                        "no package, which nobody finds out".repeat(20));
        assertThat(whole.code()).isEqualTo("TDB-1483");

        ada.api()
                .delete("/api/v1/uploads/"
                        + begun.body().path("upload").path("id").asText());
        assertThat(ada.api().post(other + "/push", push(600)).status()).isEqualTo(200);
    }

    @Test
    void a_push_that_was_broken_off_makes_room_for_the_next_one_of_the_same_user() {
        var ada = Api.newUser("broken");
        var bob = Api.newUser("helper");
        agree(ada.name(), "quota_bytes", 1000);
        String one = ada.project("one", "public");
        ada.api().post(one + "/collaborators", Map.of("user", bob.name(), "role", "contributor"));

        var first = ada.api().post(one + "/push", push(900));
        String upload =
                "/api/v1/uploads/" + first.body().path("upload").path("id").asText();
        assertThat(ada.api().post(one + "/push", push(800)).code()).isEqualTo("TDB-1483");
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE uploads SET active_at = now() - interval '1 hour' WHERE owner_name = ?", ada.name()));

        assertThat(bob.api().post(one + "/push", push(800)).code()).isEqualTo("TDB-1483");
        assertThat(ada.api().get(upload).status()).isEqualTo(200);
        assertThat(ada.api().post(one + "/push", push(800)).status()).isEqualTo(200);
        assertThat(ada.api().get(upload).status()).isEqualTo(404);
    }

    @Test
    void of_pushes_that_begin_at_once_only_those_pass_that_there_is_room_for() throws Exception {
        var ada = Api.newUser("racing");
        agree(ada.name(), "quota_bytes", 1000);
        String one = ada.project("one", "public");
        Callable<Integer> begin = () -> ada.api().post(one + "/push", push(300)).status();

        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var status : threads.invokeAll(Collections.nCopies(8, begin))) {
                statuses.add(status.get());
            }
        }

        assertThat(statuses).containsOnly(200, 413);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(3);
    }

    @Test
    void an_organization_has_room_for_so_many_members() {
        var ada = Api.newUser("chief");
        var bob = Api.newUser("second");
        var eve = Api.newUser("third");
        String org = "small-crew";
        ada.api().post("/api/v1/orgs", Map.of("slug", org));
        agree(org, "quota_members", 2);
        String members = "/api/v1/orgs/" + org + "/members";

        assertThat(ada.api()
                        .post(members, Map.of("user", bob.name(), "role", "member"))
                        .status())
                .isEqualTo(201);
        assertThat(ada.api()
                        .post(members, Map.of("user", eve.name(), "role", "member"))
                        .code())
                .isEqualTo("TDB-1485");
        assertThat(ada.api()
                        .post(members, Map.of("user", "new@example.org", "role", "member"))
                        .code())
                .isEqualTo("TDB-1485");
        assertThat(ada.api()
                        .post(members, Map.of("user", bob.name(), "role", "maintainer"))
                        .status())
                .isEqualTo(201);
        var usage = bob.api().get("/api/v1/orgs/" + org + "/usage");
        assertThat(usage.status()).as(usage.text()).isEqualTo(200);
        assertThat(usage.body().path("members").path("left").asInt(-1)).isZero();
        var refused = eve.api().get("/api/v1/orgs/" + org + "/usage");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("read usage");
    }

    @Test
    void what_one_takes_up_is_shown_to_oneself_alone() {
        var ada = Api.newUser("measured");
        ada.project("one", "private");

        var usage = ada.api().get("/api/v1/users/" + ada.name() + "/usage");

        assertThat(usage.status()).isEqualTo(200);
        assertThat(usage.body().path("plan").asText()).isEqualTo("enterprise");
        assertThat(usage.body().path("private_projects").path("used").asInt()).isEqualTo(1);
        assertThat(usage.body().path("members").isNull()).isTrue();
        assertThat(Api.newUser("curious")
                        .api()
                        .get("/api/v1/users/" + ada.name() + "/usage")
                        .status())
                .isEqualTo(403);
        assertThat(Api.anonymous().get("/api/v1/users/" + ada.name() + "/usage").status())
                .isEqualTo(401);
    }
}
