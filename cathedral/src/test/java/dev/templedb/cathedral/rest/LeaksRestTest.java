package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Contract;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.tokens.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Looks for what belongs to private projects in every answer of the contract to somebody who must not see them: no
/// list,
/// search, count or feed names it, and none changes by what is done to it.
@QuarkusTest
class LeaksRestTest {
    /// In the names, descriptions and tags of all that is private, and in nothing else.
    private static final String MARKER = "hushhush";

    private static final Map<String, Api> STRANGERS = new LinkedHashMap<>();
    private static Api.User ada;
    private static Api.User left;
    private static String org;
    private static Map<String, String> before;

    private final Jdbi jdbi;
    private final Tokens tokens;

    LeaksRestTest(Jdbi jdbi, Tokens tokens) {
        this.jdbi = jdbi;
        this.tokens = tokens;
    }

    /// Once for all: there is no server before the first test.
    @BeforeEach
    void something_public_and_then_something_private() {
        if (before != null) {
            return;
        }
        ada = Api.newUser("discreet");
        left = Api.newUser("former");
        org = "quiet-" + ada.name();
        ada.api().post("/api/v1/orgs", Map.of("slug", org));
        String open = ada.project("open", "public");
        ada.api().post(open + "/tags", Map.of("name", "shared-tag"));
        ada.api().put(open + "/star");
        ada.api().post("/api/v1/projects", Map.of("owner", org, "slug", "shown", "visibility", "public"));
        STRANGERS.put("anonymous", Api.anonymous());
        STRANGERS.put("a stranger", Api.newUser("stranger").api());
        STRANGERS.put("somebody who has left", left.api());
        STRANGERS.put("a token that does not read projects", token(null, "write:user", "read:orgs"));
        STRANGERS.put("a token of another project", token(List.of(ada.name() + "/open"), "admin:projects"));
        before = answers();

        String hidden = ada.project(MARKER + "-one", "private");
        ada.api()
                .patch(
                        hidden,
                        Map.of("description", "About " + MARKER, "homepage_url", "https://example.org/" + MARKER));
        for (String tag : List.of(MARKER + "-tag", "shared-tag")) {
            ada.api().post(hidden + "/tags", Map.of("name", tag));
        }
        ada.api().post(hidden + "/collaborators", Map.of("user", left.name(), "role", "maintainer"));
        left.api().put(hidden + "/star");
        ada.api().put(hidden + "/star");
        ada.api().post(open + "/fork", Map.of("slug", MARKER + "-fork", "visibility", "private"));
        ada.api().post("/api/v1/projects", Map.of("owner", org, "slug", MARKER + "-team", "visibility", "private"));
        var limited = left.api()
                .post(
                        "/api/v1/auth/tokens",
                        Map.of("name", "for one", "projects", List.of(ada.name() + "/" + MARKER + "-one")));
        assertThat(limited.status()).isEqualTo(201);
        assertThat(ada.api().delete(hidden + "/collaborators/" + left.name()).status())
                .isEqualTo(204);
    }

    private Api token(@Nullable List<String> projects, String... scopes) {
        var id = new People(jdbi).id(ada.name());
        return Api.anonymous()
                .withToken(tokens.make(People.signedIn(id), new Tokens.Wanted("leaks", List.of(scopes), null, projects))
                        .secret());
    }

    private static List<Contract.Operation> readings() {
        return Contract.shared().operations().stream()
                .filter(operation -> operation.method().equals("GET"))
                .filter(operation -> operation.path().startsWith("/api/"))
                .toList();
    }

    /// Everything that can be read of ada, her organization and what is public of them, and all ways to look for
    /// it.
    private static List<String> questions() {
        var questions = new ArrayList<String>();
        for (var operation : readings()) {
            for (String project : List.of(ada.name() + "/open", org + "/shown")) {
                String path = operation
                        .path()
                        .replace("{owner}/{project}", project)
                        .replace("{username}", ada.name())
                        .replace("{org}", org)
                        .replace("{version}", "latest")
                        .replace("{id}", "00000000-0000-7000-8000-000000000000")
                        .replace("{code}", "none");
                questions.add(path);
            }
        }
        for (String list : List.of("/api/v1/projects", "/api/v1/users/" + ada.name() + "/projects", "/api/v1/search")) {
            for (String of : List.of("owner=" + ada.name(), "owner=" + org, "tag=shared-tag", "q=hushush")) {
                questions.add(list + "?" + of);
            }
            for (String sort : List.of("relevance", "stars", "downloads", "updated", "trending")) {
                questions.add(list + "?q=hush&sort=" + sort);
                questions.add(list + "?visibility=private&sort=" + sort);
            }
        }
        for (String type : List.of("projects", "users", "organizations", "tags")) {
            questions.add("/api/v1/search?q=hush&type=" + type);
            questions.add("/api/v1/search?q=shared&type=" + type);
            questions.add("/api/v1/search?q=" + ada.name() + "&type=" + type);
        }
        questions.add("/api/v1/users/" + left.name() + "/stars");
        questions.add("/api/v1/users/" + left.name() + "/activity");
        questions.add("/api/v1/auth/tokens");
        return questions.stream().distinct().toList();
    }

    /// By who asks and what for. Of the whole server, what is of ada: other tests go on beside.
    private static Map<String, String> answers() {
        var answers = new LinkedHashMap<String, String>();
        STRANGERS.forEach((who, api) -> questions().forEach(question -> {
            boolean ofAll = question.startsWith("/api/v1/activity/feed")
                    || question.equals("/api/v1/projects")
                    || question.equals("/api/v1/search")
                    || question.contains("/admin/");
            var answer = api.get(question);
            answers.put(who + " asks " + question, ofAll ? "" : told(question, answer));
            assertThat(answer.text().toLowerCase(Locale.ROOT))
                    .as(who + " asks " + question)
                    .doesNotContain(MARKER);
        }));
        return answers;
    }

    /// Without what is the caller's own: tokens, and what they take up.
    private static String told(String question, Api.Answer answer) {
        return question.startsWith("/api/v1/auth/") || question.endsWith("/usage")
                ? ""
                : answer.status() + " " + answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }

    @Test
    void nothing_private_is_named_to_strangers_or_changes_what_they_are_told() {
        assertThat(answers()).isEqualTo(before);
    }

    @Test
    void those_who_may_see_it_are_told() {
        String everything = questions().stream()
                .map(question -> ada.api().get(question).text())
                .reduce("", String::concat);

        assertThat(everything).contains(MARKER + "-one", MARKER + "-fork", MARKER + "-team", MARKER + "-tag");
    }

    @Test
    void the_names_that_a_project_had_while_it_was_private_are_not_told_later() {
        var bob = Api.newUser("renaming");
        String path = bob.project("first", "private");
        for (String slug : List.of(MARKER + "-code-name", "launched")) {
            assertThat(bob.api().post(path + "/move", Map.of("slug", slug)).status())
                    .isEqualTo(200);
            path = "/api/v1/projects/" + bob.name() + "/" + slug;
        }
        bob.api().patch(path, Map.of("visibility", "public"));

        for (String feed : List.of(path + "/activity", "/api/v1/users/" + bob.name() + "/activity")) {
            assertThat(Api.anonymous().get(feed).text())
                    .contains("project.move")
                    .doesNotContain(MARKER);
        }
    }

    @Test
    void an_email_address_is_told_to_those_who_may_read_the_account() {
        String profile = "/api/v1/users/" + ada.name();

        assertThat(ada.api().get(profile).body().path("email").asText()).isEqualTo(ada.name() + "@example.org");
        for (var api : STRANGERS.entrySet()) {
            boolean may = api.getKey().equals("a token that does not read projects");
            assertThat(api.getValue().get(profile).text().contains("@example.org"))
                    .as(api.getKey())
                    .isEqualTo(may);
        }
    }

    @Test
    void what_is_not_seen_is_answered_like_what_is_not_there() {
        String name = MARKER + "-one";
        String none = MARKER + "-six";
        for (var operation : Contract.shared().operations()) {
            if (!operation.path().contains("{owner}/{project}")) {
                continue;
            }
            STRANGERS.forEach((who, api) -> {
                var hidden = HarmlessRequest.send(api, operation, Map.of("owner", ada.name(), "project", name));
                var missing = HarmlessRequest.send(api, operation, Map.of("owner", ada.name(), "project", none));

                assertThat(hidden.status()).as(operation.id() + " by " + who).isEqualTo(missing.status());
                assertThat(told("", hidden).replace(name, none))
                        .as(operation.id() + " by " + who)
                        .isEqualTo(told("", missing));
                assertThat(hidden.headers().map().keySet())
                        .isEqualTo(missing.headers().map().keySet());
            });
        }
    }
}
