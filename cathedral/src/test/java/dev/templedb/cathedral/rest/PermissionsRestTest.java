package dev.templedb.cathedral.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.permissions.PermissionTable;
import dev.templedb.cathedral.testing.Api;
import dev.templedb.cathedral.testing.Contract;
import dev.templedb.cathedral.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// Walks the tables of `docs/permissions.md` through every operation of the contract that names an action of them.
@QuarkusTest
class PermissionsRestTest {
    /// What refuses for want of permission; everything else comes after it.
    private static final Map<String, String> REFUSALS =
            Map.of("TDB-1424", "404", "TDB-1410", "401", "TDB-1414", "403", "TDB-1413", "403");

    @Inject
    Jdbi jdbi;

    @Test
    void every_operation_answers_everybody_as_the_table_says() {
        var people = new People(jdbi);
        var subjects = new HashMap<String, Api>();
        subjects.put("anonymous", Api.anonymous());
        var roles = List.of("reader", "contributor", "maintainer", "owner");
        var users = new HashMap<String, Api.User>();
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
            users.put(name, user);
            subjects.put(name, user.api());
        }
        var org = people.organization("matrix-crew");
        for (String role : List.of("member", "maintainer", "owner")) {
            people.member(org, id(users.get("org " + role)), role);
        }
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE users SET is_admin = true WHERE username = ?",
                users.get("administrator").name()));
        for (String visibility : List.of("public", "internal", "private")) {
            var project = people.project(org, visibility, visibility);
            roles.forEach(role -> people.collaborator(project, id(users.get(role)), role));
        }

        var walked = new HashSet<String>();
        for (String visibility : List.of("public", "internal", "private")) {
            String heading = Character.toUpperCase(visibility.charAt(0)) + visibility.substring(1) + " projects";
            var expected = PermissionTable.under(heading).stream()
                    .collect(Collectors.toMap(cell -> cell.action() + " by " + cell.subject(), cell -> cell.answer()));
            for (var operation : Contract.shared().operations()) {
                if (operation.action() == null) {
                    continue;
                }
                subjects.forEach((subject, api) -> assertThat(answer(api, operation, visibility))
                        .as("%s %s (%s) by %s", operation.method(), operation.path(), visibility, subject)
                        .isEqualTo(expected.get(operation.action() + " by " + subject)));
                walked.add(operation.method() + " " + operation.path());
            }
        }
        assertThat(walked)
                .isEqualTo(Contract.shared().operations().stream()
                        .filter(operation -> operation.path().startsWith("/api/v1/projects/{owner}/{project}"))
                        .map(operation -> operation.method() + " " + operation.path())
                        .collect(Collectors.toSet()));
    }

    private java.util.UUID id(Api.User user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM users WHERE username = :name")
                .bind("name", user.name())
                .mapTo(java.util.UUID.class)
                .one());
    }

    /// Asks for something that is refused for another reason once the caller is permitted, so that nothing changes.
    private static String answer(Api api, Contract.Operation operation, String project) {
        String path = operation
                .path()
                .replace("{owner}", "matrix-crew")
                .replace("{project}", project)
                .replace("{version}", "1.0.0")
                .replace("{tag}", "none")
                .replace("{id}", "00000000-0000-7000-8000-000000000000")
                .replace("{username}", "nobody-of-this-name");
        var given = operation.method().equals("GET") ? api : api.with("If-Match", "\"another\"");
        String body = Set.of("POST", "PATCH").contains(operation.method()) ? body(path) : null;
        return REFUSALS.getOrDefault(given.send(operation.method(), path, body).code(), "yes");
    }

    private static String body(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "tags" -> "{\"name\": \"not a tag\"}";
            case "collaborators" -> "{\"user\": \"nobody-of-this-name\", \"role\": \"reader\"}";
            case "versions" -> "{\"version\": \"1.0.0\"}";
            default -> "{\"slug\": \"not a slug\"}";
        };
    }
}
