package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WatchesRestTest {
    @Test
    void projects_are_watched_counted_and_listed_and_their_news_is_in_a_feed() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        var path = ada.project("watched", "public");
        var other = ada.project("other", "public");

        assertThat(Api.anonymous().put(path + "/watch").status()).isEqualTo(401);
        assertThat(bob.api().put(path + "/watch").body().toString()).isEqualTo("{\"watched\":true,\"watchers\":1}");
        assertThat(bob.api().put(path + "/watch").body().path("watchers").asInt())
                .as("once is enough")
                .isEqualTo(1);
        bob.api().put(other + "/watch");
        var shown = bob.api().get(path).body();
        assertThat(shown.path("watchers").asInt()).isEqualTo(1);
        assertThat(shown.path("watched").asBoolean()).isTrue();
        assertThat(Api.anonymous().get(path + "/watch").body().toString())
                .isEqualTo("{\"watched\":false,\"watchers\":1}");
        var list = "/api/v1/users/" + bob.name() + "/watches";
        var first = Api.anonymous().get(list + "?limit=1").body();
        assertThat(first.path("items").get(0).path("slug").asText()).isEqualTo("other");
        var second = Api.anonymous()
                .get(list + "?limit=1&cursor=" + first.path("next").asText())
                .body();
        assertThat(second.path("items").get(0).path("slug").asText()).isEqualTo("watched");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(Api.anonymous().get(list + "?cursor=nonsense").code()).isEqualTo("TDB-1402");

        ada.project("unwatched", "public");
        var news = bob.api().get("/api/v1/activity/watched").body().path("items");
        assertThat(news).hasSize(2);
        assertThat(news.toString()).contains("/watched").contains("/other").doesNotContain("unwatched");
        assertThat(Api.anonymous().get("/api/v1/activity/watched").status()).isEqualTo(401);
        assertThat(bob.api().delete(path + "/watch").body().toString()).isEqualTo("{\"watched\":false,\"watchers\":0}");
        assertThat(bob.api().delete(path + "/watch").body().path("watchers").asInt())
                .isZero();
        assertThat(bob.api().get(list).body().path("items")).hasSize(1);
    }

    @Test
    void a_project_that_becomes_private_is_gone_from_lists_and_feeds_of_those_who_watch_it() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        var path = ada.project("turning", "public");
        bob.api().put(path + "/watch");

        ada.api().patch(path, Map.of("visibility", "private"));

        assertThat(bob.api().get("/api/v1/users/" + bob.name() + "/watches").text())
                .doesNotContain("turning");
        assertThat(bob.api().get("/api/v1/activity/watched").text()).doesNotContain("turning");
        assertThat(bob.api().get(path + "/watch").code()).isEqualTo("TDB-1424");
        assertThat(bob.api().put(path + "/watch").code()).isEqualTo("TDB-1424");
        assertThat(bob.api().delete(path + "/watch").code()).isEqualTo("TDB-1424");
        ada.api().put(path + "/watch");
        assertThat(Api.anonymous()
                        .get("/api/v1/users/" + ada.name() + "/watches")
                        .text())
                .doesNotContain("turning");
        assertThat(ada.api().get("/api/v1/users/" + ada.name() + "/watches").text())
                .contains("turning");
    }
}
