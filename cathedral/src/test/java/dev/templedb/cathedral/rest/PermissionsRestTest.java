package dev.templedb.cathedral.rest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.PermissionTable;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.sessions.Sessions;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Contract;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.tokens.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Walks the tables of `docs/permissions.md` through every operation of the contract.
@QuarkusTest
class PermissionsRestTest {
    private static final String ORG = "matrix-crew";
    private static final String ACCOUNTS = "Accounts and the server";
    private static final List<String> VISIBILITIES = List.of("public", "internal", "private");
    private static final List<String> COLLABORATORS = List.of("reader", "contributor", "maintainer", "owner");
    private static final List<String> MEMBERS = List.of("member", "maintainer", "owner");

    /// Who is in the tables of projects and of organizations, `anonymous` among them.
    private static final Map<String, Api> SUBJECTS = new LinkedHashMap<>();

    private static final Map<String, Api.User> USERS = new HashMap<>();

    private final Jdbi jdbi;
    private final Tokens tokens;
    private final Sessions sessions;

    PermissionsRestTest(Jdbi jdbi, Tokens tokens, Sessions sessions) {
        this.jdbi = jdbi;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /// Once for all: there is no server before the first test.
    @BeforeEach
    void people_and_projects() {
        if (!SUBJECTS.isEmpty()) {
            return;
        }
        var people = new People(jdbi);
        SUBJECTS.put("anonymous", Api.anonymous());
        for (String name : List.of(
                "user",
                "reader",
                "contributor",
                "maintainer",
                "owner",
                "org member",
                "org maintainer",
                "org owner",
                "administrator")) {
            var user = Api.newUser("m-" + name.replace(' ', '-'), "admin");
            USERS.put(name, user);
            SUBJECTS.put(name, user.api());
        }
        var org = people.organization(ORG);
        MEMBERS.forEach(role -> people.member(org, id(USERS.get("org " + role)), role));
        administers(USERS.get("administrator"));
        for (String visibility : VISIBILITIES) {
            var project = people.project(org, visibility, visibility);
            COLLABORATORS.forEach(role -> people.collaborator(project, id(USERS.get(role)), role));
        }
    }

    private UUID id(Api.User user) {
        return new People(jdbi).id(user.name());
    }

    private void administers(Api.User user) {
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET is_admin = true WHERE username = ?", user.name()));
    }

    private static List<Contract.Operation> operations() {
        return Contract.shared().operations();
    }

    private static Map<String, String> table(String heading) {
        return PermissionTable.under(heading).stream()
                .collect(toMap(cell -> cell.action() + " by " + cell.subject(), cell -> cell.answer()));
    }

    @Test
    void every_operation_is_in_one_of_the_tables_and_says_which_scope_it_needs() {
        var others = operations().stream()
                .filter(operation -> operation.action() == null)
                .collect(toMap(Contract.Operation::id, Contract.Operation::scope));
        var said = PermissionTable.under(ACCOUNTS).stream()
                .filter(cell -> cell.subject().equals("scope"))
                .collect(toMap(cell -> cell.action(), cell -> cell.answer()));
        assertThat(said).isEqualTo(others);

        var scopes = Arrays.stream(Scope.values()).map(Scope::word).toList();
        assertThat(operations())
                .allSatisfy(operation -> assertThat(operation.scope().equals("none") && operation.action() == null
                                || scopes.contains(operation.scope()))
                        .as("x-scope of %s", operation.id())
                        .isTrue());
        assertThat(operations())
                .filteredOn(operation -> operation.path().matches(".*/\\{owner}/\\{project}.*|/api/v1/orgs/\\{org}/.*"))
                .allSatisfy(operation -> assertThat(operation.action())
                        .as("x-action of %s", operation.id())
                        .isNotNull());
    }

    @Test
    void every_operation_on_a_project_answers_everybody_as_the_table_says() {
        for (String visibility : VISIBILITIES) {
            var expected = table(Character.toUpperCase(visibility.charAt(0)) + visibility.substring(1) + " projects");
            var places = Map.of("owner", ORG, "project", visibility);
            for (var operation : operations()) {
                if (operation.isOf("projects")) {
                    SUBJECTS.forEach((subject, api) -> assertThat(HarmlessRequest.outcome(api, operation, places))
                            .as("%s of what is %s by %s", operation.id(), visibility, subject)
                            .isEqualTo(told(operation, subject, expected.get(operation.action() + " by " + subject))));
                }
            }
        }
    }

    /// What the text above the tables says of what is not seen.
    private static @Nullable String told(Contract.Operation operation, String subject, @Nullable String answer) {
        boolean makes = operation.id().equals("uploadPackage");
        if (!"404".equals(answer) || !(operation.id().startsWith("git") || makes)) {
            return answer;
        }
        return subject.equals("anonymous") ? "401" : makes ? "403" : answer;
    }

    @Test
    void every_operation_on_an_organization_answers_everybody_as_the_table_says() {
        var expected = table("Organizations");
        var subjects = SUBJECTS.keySet().stream()
                .filter(subject -> !COLLABORATORS.contains(subject))
                .toList();
        for (var operation : operations()) {
            if (operation.isOf("orgs")) {
                for (String subject : subjects) {
                    assertThat(HarmlessRequest.outcome(SUBJECTS.get(subject), operation, Map.of("org", ORG)))
                            .as("%s by %s", operation.id(), subject)
                            .isEqualTo(expected.get(operation.action() + " by " + subject));
                }
            }
        }
        for (String subject : subjects) {
            makings(subject)
                    .forEach((way, outcome) -> assertThat(outcome)
                            .as("%s to the organization by %s", way, subject)
                            .isEqualTo(expected.get("create project by " + subject)));
        }
    }

    /// All ways in which a project gets to an organization, each refused for another reason where it is allowed.
    private static Map<String, String> makings(String subject) {
        var api = SUBJECTS.get(subject);
        String source = "/api/v1/projects/" + ORG + "/public";
        String there = "/api/v1/projects/" + ORG + "/not-there-by-" + subject.replace(' ', '-');
        String push = "{\"state\": \"%s\", \"bytes\": 1, \"create\": {\"slug\": \"x\"}}".formatted("0".repeat(64));
        var requests = new LinkedHashMap<String, Api.Answer>();
        requests.put("making", api.post("/api/v1/projects", Map.of("owner", ORG, "slug", "not a slug")));
        requests.put("forking", api.post(source + "/fork", Map.of("owner", ORG, "slug", "not a slug")));
        requests.put("pushing", api.post(there + "/push", push));
        requests.put(
                "uploading",
                api.with("Content-Type", "application/octet-stream")
                        .post(there.replace("projects", "packages") + "/upload?version=1.0.0", "no package"));
        if (!subject.equals("anonymous")) {
            String own = USERS.get(subject).project("private", "private");
            requests.put("moving", api.post(own + "/move", Map.of("owner", ORG)));
        }
        var outcomes = new LinkedHashMap<String, String>();
        requests.forEach((way, answer) -> outcomes.put(way, HarmlessRequest.outcome(answer)));
        return outcomes;
    }

    @Test
    void everything_else_answers_everybody_as_the_table_says() {
        var expected = table(ACCOUNTS);
        for (var operation : operations()) {
            if (operation.action() == null) {
                for (String subject : List.of("anonymous", "another user", "the user", "administrator")) {
                    assertThat(asked(operation, subject))
                            .as("%s by %s", operation.id(), subject)
                            .isEqualTo(expected.get(operation.id() + " by " + subject));
                }
            }
        }
    }

    /// Everybody new each time, since some of it ends what others have.
    private String asked(Contract.Operation operation, String subject) {
        var owner = Api.newUser("asked", "admin");
        var caller = subject.equals("the user") ? owner : Api.newUser("asking", "admin");
        if (subject.equals("administrator")) {
            administers(caller);
        }
        var api = subject.equals("anonymous") ? Api.anonymous() : caller.api();
        if (!operation.path().startsWith("/api/") && !subject.equals("anonymous")) {
            api = Api.anonymous().with("Cookie", "cathedral_session=" + sessions.begin(id(caller), Origin.SERVER));
        }
        return HarmlessRequest.outcome(
                api.with("X-Forwarded-For", "203.0.113.44"), operation, places(operation, owner));
    }

    /// What is the user's, as far as the operation needs it.
    private Map<String, String> places(Contract.Operation operation, Api.User owner) {
        var places = new HashMap<>(Map.of("username", owner.name(), "org", ORG));
        var path = operation.path();
        if (path.contains("/tokens/")) {
            places.put("id", make(owner, "read:user").token().id().toString());
        } else if (path.contains("/identities/") || operation.id().equals("unlinkPage")) {
            places.put("id", identity(owner));
        } else if (path.contains("/keys/")) {
            var key = owner.api().post("/api/v1/users/" + owner.name() + "/keys", HarmlessRequest.KEY);
            places.put("id", key.body().path("id").asText());
        } else if (path.contains("/uploads/")) {
            var push = "{\"state\": \"%s\", \"bytes\": 9, \"create\": {\"slug\": \"x\"}}".formatted("0".repeat(64));
            var begun = owner.api().post("/api/v1/projects/" + owner.name() + "/begun/push", push);
            places.put("id", begun.body().path("upload").path("id").asText());
        } else if (path.contains("/device/{code}")) {
            var device = Api.anonymous().post("/api/v1/auth/device", Map.of("client_name", "x"));
            places.put("code", device.body().path("user_code").asText());
        }
        return places;
    }

    private String identity(Api.User owner) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO identities (user_id, issuer, subject) VALUES (:user, 'https://id.example.org', :subject)
                        RETURNING id
                        """)
                .bind("user", id(owner))
                .bind("subject", UUID.randomUUID().toString())
                .mapTo(String.class)
                .one());
    }

    private Tokens.Made make(Api.User user, String... scopes) {
        return tokens.make(People.signedIn(id(user)), new Tokens.Wanted("walk", List.of(scopes), null, null));
    }

    @Test
    void every_operation_needs_its_scope_and_no_other() {
        var owner = USERS.get("org owner");
        var table = table(ACCOUNTS);
        for (var operation : operations()) {
            if (operation.scope().equals("none")) {
                continue;
            }
            var user = operation.scope().equals("admin") ? USERS.get("administrator") : owner;
            var places = new HashMap<>(places(operation, user));
            places.putAll(Map.of("owner", ORG, "project", "private"));

            // The private project has to be seen for what is done with it.
            String[] enough = operation.isOf("projects")
                    ? new String[] {operation.scope(), "read:projects"}
                    : new String[] {operation.scope()};
            assertThat(HarmlessRequest.outcome(with(user, enough), operation, places))
                    .as("%s with %s", operation.id(), operation.scope())
                    .isEqualTo("yes");

            var without = HarmlessRequest.send(with(user, without(operation.scope())), operation, places);
            String expected = !operation.scope().equals("read:projects")
                    ? "TDB-1413"
                    : operation.isOf("projects") ? "TDB-1424" : "";
            if (!operation.method().equals("HEAD")) {
                assertThat(HarmlessRequest.code(without))
                        .as("%s without %s", operation.id(), operation.scope())
                        .isEqualTo(expected);
            }
            assertThat(HarmlessRequest.outcome(without))
                    .isEqualTo(
                            expected.isEmpty()
                                    ? table.get(operation.id() + " by anonymous")
                                    : expected.equals("TDB-1413") ? "403" : "404");
        }
    }

    /// The same token each time.
    private final Map<List<String>, Api> withScopes = new HashMap<>();

    private Api with(Api.User user, String... scopes) {
        var key = new java.util.ArrayList<>(List.of(scopes));
        key.add(user.name());
        return withScopes.computeIfAbsent(
                key, _ -> Api.anonymous().withToken(make(user, scopes).secret()));
    }

    /// All that do not imply this one.
    private static String[] without(String scope) {
        return Arrays.stream(Scope.values())
                .map(Scope::word)
                .filter(word -> !Scope.of(List.of(word)).contains(Scope.ofWord(scope)))
                .toArray(String[]::new);
    }

    @Test
    void a_token_of_one_project_does_nothing_with_another_one_and_nothing_else() {
        var owner = USERS.get("org owner");
        var made = tokens.make(
                People.signedIn(id(owner)), new Tokens.Wanted("limited", null, null, List.of(ORG + "/public")));
        var limited = Api.anonymous().withToken(made.secret());
        for (var operation : operations()) {
            if (operation.path().startsWith("/api/v1/auth/logout")
                    || operation.scope().equals("none")) {
                continue;
            }
            var places = new HashMap<>(places(operation, owner));
            places.putAll(Map.of("owner", ORG, "project", "private"));
            String expected = operation.isOf("projects")
                    ? operation.id().equals("uploadPackage") ? "403" : "404"
                    : operation.path().startsWith("/api/v1/uploads/")
                            ? "404"
                            : operation.scope().equals("read:projects") ? "yes" : "403";

            assertThat(HarmlessRequest.outcome(limited, operation, places))
                    .as("%s with a token of another project", operation.id())
                    .isEqualTo(expected);
        }
    }
}
