package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrganizationsRestTest {
    @Test
    void an_organization_has_members_in_roles_and_owns_projects() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        String org = "crew-of-" + ada.name();

        var made = ada.api().post("/api/v1/orgs", Map.of("slug", org, "name", "The crew"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("role").asText()).isEqualTo("owner");
        assertThat(ada.api()
                        .post("/api/v1/orgs", Map.of("slug", org.toUpperCase(java.util.Locale.ROOT)))
                        .code())
                .isEqualTo("TDB-1419");
        assertThat(bob.api()
                        .post("/api/v1/projects", Map.of("slug", "boat", "owner", org))
                        .code())
                .isEqualTo("TDB-1414");
        assertThat(ada.api()
                        .post("/api/v1/projects", Map.of("slug", "boat", "owner", org))
                        .status())
                .isEqualTo(201);
        String boat = "/api/v1/projects/" + org + "/boat";
        assertThat(bob.api().get(boat).status()).isEqualTo(404);
        String members = "/api/v1/orgs/" + org + "/members";
        assertThat(ada.api()
                        .post(members, Map.of("user", bob.name(), "role", "member"))
                        .status())
                .isEqualTo(201);
        assertThat(bob.api().get(boat).body().path("role").asText()).isEqualTo("reader");
        assertThat(bob.api().get(members).body()).hasSize(2);
        assertThat(Api.newUser("eve").api().get(members).status()).isEqualTo(403);
        assertThat(bob.api().get("/api/v1/orgs").body().path("items")).hasSize(1);
        assertThat(ada.api().delete(members + "/" + ada.name()).code()).isEqualTo("TDB-1432");
        assertThat(ada.api().delete("/api/v1/orgs/" + org).code()).isEqualTo("TDB-1436");
        assertThat(bob.api().delete(members + "/" + bob.name()).status()).isEqualTo(204);
        assertThat(bob.api().get(boat).status()).isEqualTo(404);
        assertThat(ada.api().delete(boat).status()).isEqualTo(204);
        assertThat(ada.api().get("/api/v1/orgs/" + org + "/audit").text()).contains("member.put");
        assertThat(ada.api().delete("/api/v1/orgs/" + org).status()).isEqualTo(204);
        assertThat(ada.api().get("/api/v1/orgs/" + org).status()).isEqualTo(404);
        assertThat(ada.api().post("/api/v1/orgs", Map.of("slug", org)).status()).isEqualTo(201);
    }

    @Test
    void a_project_moves_to_an_organization_that_lets_its_owner_make_projects() {
        var ada = Api.newUser("ada");
        var bob = Api.newUser("bob");
        String org = "home-of-" + bob.name();
        bob.api().post("/api/v1/orgs", Map.of("slug", org));
        String path = ada.project("traveller", "private");

        assertThat(ada.api().post(path + "/move", Map.of("owner", org)).status())
                .isEqualTo(403);
        assertThat(ada.api().post(path + "/move", Map.of("owner", bob.name())).status())
                .isEqualTo(403);
        bob.api().post("/api/v1/orgs/" + org + "/members", Map.of("user", ada.name(), "role", "maintainer"));
        var moved = ada.api().post(path + "/move", Map.of("owner", org));
        assertThat(moved.body().path("owner").asText()).isEqualTo(org);
        assertThat(moved.body().path("role").asText()).isEqualTo("maintainer");
        assertThat(bob.api().get(path).status()).isEqualTo(308);
        assertThat(Api.anonymous().get(path).status()).isEqualTo(404);
    }

    @Test
    void a_profile_and_an_organization_are_changed_on_what_they_were() {
        var ada = Api.newUser("ada");
        String org = "/api/v1/orgs/changing-" + ada.name();
        ada.api().post("/api/v1/orgs", Map.of("slug", "changing-" + ada.name()));
        String tag = ada.api().get(org).header("ETag");

        assertThat(ada.api()
                        .with("If-Match", tag)
                        .patch(org, Map.of("website_url", "https://example.org"))
                        .status())
                .isEqualTo(200);
        assertThat(ada.api()
                        .with("If-Match", tag)
                        .patch(org, Map.of("name", "x"))
                        .status())
                .isEqualTo(412);
        assertThat(ada.api()
                        .patch(org, Map.of("website_url", "javascript:alert(1)"))
                        .code())
                .isEqualTo("TDB-1402");
    }
}
