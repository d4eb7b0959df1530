package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchRestTest {
    @Test
    void words_are_found_in_names_tags_and_descriptions_and_misspelled_ones_too() {
        var ada = Api.newUser("ada");
        ada.api()
                .post(
                        "/api/v1/projects",
                        Map.of(
                                "slug",
                                "quokkaboard",
                                "visibility",
                                "public",
                                "description",
                                "Authentication for marsupials",
                                "tags",
                                List.of("zebrafish")));

        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=quokka+authent")))
                .containsExactly("quokkaboard");
        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=zebrafish&type=projects")))
                .containsExactly("quokkaboard");
        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=quokabord"))).containsExactly("quokkaboard");
        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=%27%3B+%26%7C%21%28%3A%2A%00")))
                .isEmpty();
        assertThat(Api.anonymous()
                        .get("/api/v1/search?q=zebra&type=tags")
                        .body()
                        .path("items")
                        .get(0)
                        .path("projects")
                        .asInt())
                .isEqualTo(1);
        assertThat(Api.anonymous()
                        .get("/api/v1/search?type=users&q=" + ada.name())
                        .body()
                        .path("items"))
                .hasSize(1);
        assertThat(Api.anonymous().get("/api/v1/search?type=nonsense").status()).isEqualTo(400);
    }

    @Test
    void nothing_that_a_caller_may_not_see_is_found_counted_or_listed() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        ada.api()
                .post(
                        "/api/v1/projects",
                        Map.of("slug", "wombathide", "visibility", "private", "tags", List.of("wombattag")));
        ada.api().post("/api/v1/projects", Map.of("slug", "wombatinner", "visibility", "internal"));

        assertThat(slugs(ada.api().get("/api/v1/search?q=wombat")))
                .containsExactlyInAnyOrder("wombathide", "wombatinner");
        assertThat(slugs(bob.api().get("/api/v1/search?q=wombat"))).containsExactly("wombatinner");
        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=wombat"))).isEmpty();
        assertThat(slugs(Api.anonymous().get("/api/v1/search?q=wombathid"))).isEmpty();
        assertThat(slugs(bob.api().get("/api/v1/users/" + ada.name() + "/projects")))
                .containsExactly("wombatinner");
        assertThat(slugs(bob.api().get("/api/v1/projects?owner=" + ada.name()))).containsExactly("wombatinner");
        assertThat(bob.api().get("/api/v1/search?type=tags&q=wombattag").body().path("items"))
                .isEmpty();
    }

    @Test
    void lists_go_on_where_they_stopped_in_every_order() {
        var ada = Api.newUser("ada");
        for (int i = 0; i < 7; i++) {
            ada.project("paged-" + i, "public");
        }
        for (int i = 0; i < 4; i++) {
            ada.api().put("/api/v1/projects/" + ada.name() + "/paged-" + i + "/star");
        }
        for (String sort : List.of("updated", "stars", "downloads", "relevance&q=paged")) {
            var seen = new ArrayList<String>();
            String first = "/api/v1/projects?owner=" + ada.name() + "&limit=3&sort=" + sort;
            var answer = Api.anonymous().get(first);
            seen.addAll(slugs(answer));
            while (!answer.body().path("next").isNull()) {
                answer = Api.anonymous()
                        .get(first + "&cursor=" + answer.body().path("next").asText());
                assertThat(answer.status()).isEqualTo(200);
                seen.addAll(slugs(answer));
            }
            assertThat(seen).as(sort).hasSize(7);
            assertThat(new HashSet<>(seen)).as(sort).hasSize(7);
        }
        assertThat(slugs(Api.anonymous().get("/api/v1/users/" + ada.name() + "/stars")))
                .hasSize(4);
        assertThat(slugs(Api.anonymous().get("/api/v1/projects?sort=trending"))).contains("paged-0");
        for (String cursor : List.of("x", "eHg", "TElTVAp4Cng", "TElTVAoxCjE")) {
            assertThat(Api.anonymous().get("/api/v1/projects?cursor=" + cursor).code())
                    .as(cursor)
                    .isEqualTo("TDB-1402");
        }
        assertThat(Api.anonymous().get("/api/v1/projects?limit=0").code()).isEqualTo("TDB-1402");
        assertThat(Api.anonymous().get("/api/v1/projects?limit=101").code()).isEqualTo("TDB-1402");
        assertThat(Api.anonymous().get("/api/v1/projects?sort=size").code()).isEqualTo("TDB-1402");
    }

    @Test
    void stars_are_counted_once_for_each_user() {
        var ada = Api.newUser("ada");
        String path = ada.project("shining", "public");
        var bob = Api.newUser("bob").api();

        for (var api : List.of(ada.api(), bob, bob)) {
            assertThat(api.put(path + "/star").status()).isEqualTo(204);
        }
        assertThat(bob.get(path).body().path("stars").asInt()).isEqualTo(2);
        assertThat(bob.get(path).body().path("starred").asBoolean()).isTrue();
        assertThat(bob.delete(path + "/star").status()).isEqualTo(204);
        assertThat(bob.delete(path + "/star").status()).isEqualTo(204);
        assertThat(bob.get(path).body().path("stars").asInt()).isEqualTo(1);
        assertThat(Api.anonymous().put(path + "/star").code()).isEqualTo("TDB-1410");
    }

    @Test
    void a_fork_remembers_its_source_and_is_never_seen_by_more() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        String path = ada.project("origin", "internal");

        assertThat(bob.api()
                        .post(path + "/fork", Map.of("visibility", "public"))
                        .code())
                .isEqualTo("TDB-1444");
        var fork = bob.api().post(path + "/fork", Map.of("slug", "mine", "visibility", "private"));
        assertThat(fork.status()).isEqualTo(201);
        assertThat(fork.body().path("source").asText()).isEqualTo(ada.name() + "/origin");
        String mine = "/api/v1/projects/" + bob.name() + "/mine";
        assertThat(bob.api().patch(mine, Map.of("visibility", "public")).code()).isEqualTo("TDB-1444");
        assertThat(bob.api().get(path).body().path("forks").asInt()).isEqualTo(1);
        assertThat(ada.api().get(path).body().path("forks").asInt()).isZero();
        assertThat(slugs(bob.api().get(path + "/forks"))).containsExactly("mine");
        assertThat(slugs(ada.api().get(path + "/forks"))).isEmpty();
        String activity = path + "/activity";
        assertThat(ada.api().get(activity).text()).doesNotContain("project.fork");
        bob.api().post(path + "/fork", Map.of("slug", "seen"));
        assertThat(ada.api().get(activity).text()).contains("project.fork").doesNotContain("seen");
        ada.api().patch(path, Map.of("visibility", "private"));
        assertThat(bob.api().get(mine).body().path("source").isNull()).isTrue();
    }

    private static List<String> slugs(Api.Answer answer) {
        var slugs = new ArrayList<String>();
        for (JsonNode item : answer.body().path("items")) {
            slugs.add(item.path("slug").asText());
        }
        return slugs;
    }
}
