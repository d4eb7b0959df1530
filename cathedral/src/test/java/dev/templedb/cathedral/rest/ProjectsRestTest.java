package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProjectsRestTest {
    @Test
    void a_project_is_made_shown_changed_and_deleted() {
        var ada = Api.newUser("ada");

        var made = ada.api()
                .post(
                        "/api/v1/projects",
                        Map.of(
                                "slug",
                                "Web-App",
                                "visibility",
                                "public",
                                "description",
                                "A shop",
                                "tags",
                                List.of("React", "web")));

        assertThat(made.status()).isEqualTo(201);
        String path = "/api/v1/projects/" + ada.name() + "/web-app";
        assertThat(made.header("Location")).endsWith("/api/v1/projects/" + ada.name() + "/Web-App");
        var shown = Api.anonymous().get(path);
        assertThat(shown.body().path("slug").asText()).isEqualTo("Web-App");
        assertThat(shown.body().path("tags").toString()).isEqualTo("[\"react\",\"web\"]");
        assertThat(shown.body().path("role").isNull()).isTrue();
        assertThat(ada.api().get(path).body().path("role").asText()).isEqualTo("owner");
        var changed = ada.api()
                .with("If-Match", shown.header("ETag"))
                .patch(path, Map.of("description", "", "visibility", "private", "metadata", Map.of("a", 1)));
        assertThat(changed.body().path("description").isNull()).isTrue();
        assertThat(changed.body().path("metadata").path("a").asInt()).isEqualTo(1);
        assertThat(Api.anonymous().get(path).status()).isEqualTo(404);
        assertThat(ada.api().with("If-Match", shown.header("ETag")).delete(path).status())
                .isEqualTo(412);
        assertThat(ada.api().delete(path).status()).isEqualTo(204);
        assertThat(ada.api().get(path).code()).isEqualTo("TDB-1424");
        ada.project("web-app", "public");
    }

    @Test
    void what_must_not_be_seen_gets_the_answer_of_what_is_not_there() {
        var ada = Api.newUser("ada");
        ada.project("hidden", "private");
        var bob = Api.newUser("bob").api();
        String base = "/api/v1/projects/" + ada.name() + "/";

        for (String rest : List.of(
                "", "/versions", "/versions/latest", "/tags", "/collaborators", "/activity", "/audit", "/forks")) {
            var hidden = bob.get(base + "hidden" + rest);
            var missing = bob.get(base + "nohere" + rest);
            assertThat(hidden.code()).as(rest).isEqualTo("TDB-1424");
            assertThat(hidden.status()).as(rest).isEqualTo(404);
            assertThat(hidden.text().replace("hidden", "X"))
                    .isEqualTo(missing.text().replace("nohere", "X"));
        }
        assertThat(bob.patch(base + "hidden", Map.of("name", "x")).status()).isEqualTo(404);
        assertThat(bob.delete(base + "hidden").status()).isEqualTo(404);
        assertThat(bob.post(base + "hidden/move", Map.of("slug", "x")).status()).isEqualTo(404);
        assertThat(Api.anonymous().get(base + "hidden").status()).isEqualTo(404);
        assertThat(Api.anonymous().get("/api/v1/activity/feed").text()).doesNotContain("/hidden");
    }

    @Test
    void a_moved_project_is_found_by_its_old_address_until_another_takes_it() {
        var ada = Api.newUser("ada");
        String path = ada.project("before", "public");

        var moved = ada.api().post(path + "/move", Map.of("slug", "after"));

        assertThat(moved.body().path("slug").asText()).isEqualTo("after");
        var redirect = Api.anonymous().get(path + "/versions?limit=3");
        assertThat(redirect.status()).isEqualTo(308);
        assertThat(redirect.header("Location")).endsWith("/" + ada.name() + "/after/versions?limit=3");
        ada.project("before", "public");
        assertThat(Api.anonymous().get(path).status()).isEqualTo(200);
    }

    @Test
    void an_address_of_look_alike_letters_is_not_invited() {
        var ada = Api.newUser("ada");
        String slug = "crew-" + ada.name();
        ada.api().post("/api/v1/orgs", Map.of("slug", slug));
        for (String people :
                List.of(ada.project("invites", "private") + "/collaborators", "/api/v1/orgs/" + slug + "/members")) {
            String role = people.endsWith("members") ? "member" : "reader";
            var refused = ada.api().post(people, Map.of("user", "\u212Aurt@corp.example", "role", role));
            assertThat(refused.code()).as(people).isEqualTo("TDB-1402");
            assertThat(refused.text()).contains("ASCII");
            assertThat(ada.api()
                            .post(people, Map.of("user", "Kurt@corp.example", "role", role))
                            .status())
                    .isLessThan(300);
            ada.api().delete(people + "/kURT@corp.example");
            assertThat(ada.api().get(people).text()).doesNotContain("corp.example");
        }
    }

    @Test
    void a_project_that_is_moved_to_where_it_is_has_not_moved() {
        var ada = Api.newUser("ada");
        String path = ada.project("settled", "public");

        var stayed = ada.api().post(path + "/move", Map.of("owner", ada.name(), "slug", "settled"));

        assertThat(stayed.status()).as(stayed.text()).isEqualTo(200);
        assertThat(stayed.body().path("slug").asText()).isEqualTo("settled");
        assertThat(ada.api().get(path + "/activity").text()).doesNotContain("project.move");
        assertThat(ada.api().get(path + "/audit").text()).doesNotContain("project.move");
        assertThat(ada.api().get(path).status()).isEqualTo(200);
    }

    @Test
    void collaborators_get_their_role_and_nobody_gives_one_above_their_own() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        var eve = Api.newUser("eve");
        String path = ada.project("shared", "private");
        String people = path + "/collaborators";

        assertThat(bob.api().get(path).status()).isEqualTo(404);
        var added = ada.api().post(people, Map.of("user", bob.name(), "role", "maintainer"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(bob.api().get(path).body().path("role").asText()).isEqualTo("maintainer");
        assertThat(bob.api()
                        .post(people, Map.of("user", eve.name(), "role", "owner"))
                        .code())
                .isEqualTo("TDB-1414");
        assertThat(bob.api()
                        .post(people, Map.of("user", eve.name(), "role", "reader"))
                        .status())
                .isEqualTo(201);
        assertThat(bob.api()
                        .post(people, Map.of("user", "late@example.org", "role", "reader"))
                        .body()
                        .path("invited_email")
                        .asText())
                .isEqualTo("late@example.org");
        assertThat(eve.api().get(people).body()).hasSize(3);
        assertThat(ada.api().get(people).body()).hasSize(4);
        assertThat(eve.api().delete(people + "/" + bob.name()).status()).isEqualTo(403);
        assertThat(eve.api().delete(people + "/" + eve.name()).status()).isEqualTo(204);
        assertThat(eve.api().get(path).status()).isEqualTo(404);
        assertThat(ada.api().delete(people + "/late@example.org").status()).isEqualTo(204);
        assertThat(ada.api().delete(people + "/late@example.org").code()).isEqualTo("TDB-1431");
    }

    @Test
    void tags_are_put_on_and_taken_off() {
        var ada = Api.newUser("ada");
        String path = ada.project("tagged", "public") + "/tags";

        assertThat(ada.api()
                        .post(path, Map.of("name", "Java", "category", "language"))
                        .body()
                        .path("category")
                        .asText())
                .isEqualTo("language");
        assertThat(ada.api().post(path, Map.of("name", "no spaces")).code()).isEqualTo("TDB-1433");
        assertThat(Api.anonymous().get(path).body().get(0).path("name").asText())
                .isEqualTo("java");
        assertThat(ada.api().delete(path + "/java").status()).isEqualTo(204);
        assertThat(ada.api().delete(path + "/java").code()).isEqualTo("TDB-1443");
    }
}
