package dev.templedb.cathedral.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PermissionsTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final List<String> VISIBILITIES = List.of("public", "internal", "private");
    private static final Permissions PERMISSIONS = new Permissions();
    private static final Map<String, Caller> SUBJECTS = new HashMap<>();
    private static final Map<String, UUID> USERS = new HashMap<>();
    private static final Map<String, UUID> PROJECTS = new HashMap<>();

    private static Jdbi jdbi;
    private static Handle open;

    @BeforeAll
    static void people_and_projects() {
        jdbi = DATABASE.jdbi();
        open = jdbi.open();
        var people = new People(jdbi);
        for (String name : List.of(
                "user",
                "reader",
                "contributor",
                "maintainer",
                "owner",
                "org-member",
                "org-maintainer",
                "org-owner",
                "administrator",
                "holder")) {
            USERS.put(name, people.user("the-" + name));
            SUBJECTS.put(name.replace('-', ' '), People.signedIn(USERS.get(name)));
        }
        SUBJECTS.put("anonymous", People.anonymous());
        SUBJECTS.put("administrator", People.administrator(USERS.get("administrator")));
        var team = people.organization("crew");
        for (String role : List.of("member", "maintainer", "owner")) {
            people.member(team, USERS.get("org-" + role), role);
        }
        for (String visibility : VISIBILITIES) {
            PROJECTS.put("crew/" + visibility, people.project(team, visibility, visibility));
            PROJECTS.put("the-holder/" + visibility, people.project(USERS.get("holder"), visibility, visibility));
            for (String role : List.of("reader", "contributor", "maintainer", "owner")) {
                people.collaborator(PROJECTS.get("crew/" + visibility), USERS.get(role), role);
                people.collaborator(PROJECTS.get("the-holder/" + visibility), USERS.get(role), role);
            }
        }
    }

    @AfterAll
    static void close() {
        open.close();
    }

    @Test
    void every_cell_of_the_table_is_what_the_evaluator_says() {
        var seen = new ArrayList<String>();
        for (String visibility : VISIBILITIES) {
            for (var cell : PermissionTable.under(heading(visibility))) {
                var action = action(cell.action());
                var address = new ProjectAddress("crew", visibility);
                assertThat(answer(SUBJECTS.get(cell.subject()), address, action))
                        .as("%s: %s by %s", visibility, cell.action(), cell.subject())
                        .isEqualTo(cell.answer());
                seen.add(visibility + " " + cell.action() + " " + cell.subject());
            }
        }
        // As many as there are, so that none is missing from the tables.
        assertThat(seen).doesNotHaveDuplicates().hasSize(3 * ProjectAction.values().length * 10);
    }

    @Test
    void the_condition_in_sql_agrees_with_the_evaluator_for_every_caller() {
        var callers = new ArrayList<>(SUBJECTS.values());
        for (UUID user : USERS.values()) {
            callers.add(People.token(user, "write:user"));
            callers.add(People.token(user, "read:projects"));
            callers.add(People.limited(user));
            callers.add(People.limited(user, PROJECTS.get("crew/private")));
        }
        for (var caller : callers) {
            for (var project : PROJECTS.entrySet()) {
                var parts = project.getKey().split("/");
                boolean allowed =
                        PERMISSIONS.allows(open, caller, new ProjectAddress(parts[0], parts[1]), ProjectAction.READ);
                assertThat(visible(caller).contains(project.getValue()))
                        .as("%s seen by %s", project.getKey(), caller.identity())
                        .isEqualTo(allowed);
            }
        }
    }

    @Test
    void the_table_and_the_condition_agree_on_what_is_read() {
        for (String visibility : VISIBILITIES) {
            for (var cell : PermissionTable.under(heading(visibility))) {
                if (cell.action().equals("read")) {
                    assertThat(visible(SUBJECTS.get(cell.subject())).contains(PROJECTS.get("crew/" + visibility)))
                            .as("%s read by %s", visibility, cell.subject())
                            .isEqualTo(cell.answer().equals("yes"));
                }
            }
        }
    }

    @Test
    void the_user_whose_project_it_is_owns_it() {
        for (String visibility : VISIBILITIES) {
            var address = new ProjectAddress("The-HOLDER", visibility.toUpperCase(java.util.Locale.ROOT));
            assertThat(answer(SUBJECTS.get("holder"), address, ProjectAction.DELETE))
                    .isEqualTo("yes");
        }
    }

    @Test
    void every_scope_of_the_table_is_needed_and_is_enough() {
        var scopes = PermissionTable.pairsUnder("Tokens");
        assertThat(scopes).hasSize(ProjectAction.values().length);
        var address = new ProjectAddress("crew", "private");
        for (var action : ProjectAction.values()) {
            String scope = scopes.get(action.word());
            var owner = USERS.get("owner");
            assertThat(answer(People.token(owner, scope, "read:projects"), address, action))
                    .as("%s with %s", action, scope)
                    .isEqualTo("yes");
            var others = Arrays.stream(Scope.values())
                    .filter(other -> !Scope.of(List.of(other.word())).contains(action.scope()))
                    .map(Scope::word)
                    .toList();
            var without = new ArrayList<>(others);
            if (action != ProjectAction.READ && action != ProjectAction.LIST_COLLABORATORS) {
                without.add("read:projects");
            }
            assertThat(answer(People.token(owner, without.toArray(String[]::new)), address, action))
                    .as("%s with %s", action, without)
                    .isEqualTo(without.contains("read:projects") ? "403" : "404");
        }
    }

    @Test
    void a_limited_token_sees_of_other_projects_what_anybody_sees_and_does_nothing_there() {
        var owner = People.limited(USERS.get("owner"), PROJECTS.get("crew/private"));

        assertThat(answer(owner, new ProjectAddress("crew", "private"), ProjectAction.DELETE))
                .isEqualTo("yes");
        assertThat(answer(owner, new ProjectAddress("the-holder", "private"), ProjectAction.READ))
                .isEqualTo("404");
        assertThat(answer(owner, new ProjectAddress("the-holder", "internal"), ProjectAction.READ))
                .isEqualTo("404");
        assertThat(answer(owner, new ProjectAddress("the-holder", "public"), ProjectAction.READ))
                .isEqualTo("yes");
        assertThat(answer(owner, new ProjectAddress("the-holder", "public"), ProjectAction.PUSH))
                .isEqualTo("403");
    }

    @Test
    void what_must_not_be_seen_is_refused_in_the_words_for_what_is_not_there() {
        var nobody = People.anonymous();

        var hidden = thrown(nobody, new ProjectAddress("crew", "private"));
        var missing = thrown(nobody, new ProjectAddress("crew", "privatE-not"));
        var impossible = thrown(nobody, new ProjectAddress("crew", "no slug\0"));

        assertThat(hidden.code()).isEqualTo(missing.code()).isEqualTo(impossible.code());
        assertThat(String.valueOf(hidden.getMessage()).replace("crew/private", "X"))
                .isEqualTo(String.valueOf(missing.getMessage()).replace("crew/privatE-not", "X"))
                .isEqualTo(String.valueOf(impossible.getMessage()).replace("crew/no slug\\u{0}", "X"));
    }

    /// So that neither takes longer than the other.
    @Test
    void the_database_is_asked_the_same_for_what_must_not_be_seen_and_for_what_is_not_there() {
        var stranger = SUBJECTS.get("user");
        var asked = new ArrayList<String>();
        try (var handle = jdbi.open()) {
            handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    asked.add(context.getRawSql());
                }
            });
            var sequences = new ArrayList<List<String>>();
            for (String slug : List.of("private", "private-not")) {
                for (var action : ProjectAction.values()) {
                    assertThatThrownBy(() ->
                                    PERMISSIONS.require(handle, stranger, new ProjectAddress("crew", slug), action))
                            .isInstanceOf(TempleException.class);
                }
                sequences.add(List.copyOf(asked));
                asked.clear();
            }
            assertThat(sequences.getFirst()).isNotEmpty().isEqualTo(sequences.getLast());
        }
    }

    @Test
    void an_address_that_was_moved_from_leads_on_whoever_may_see_the_project() {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO project_moves (owner_name, slug, project_id) VALUES ('old', 'home', ?)",
                PROJECTS.get("crew/private")));
        var before = new ProjectAddress("Old", "Home");

        assertThatThrownBy(() -> answer(SUBJECTS.get("reader"), before, ProjectAction.READ))
                .isInstanceOfSatisfying(
                        ProjectMoved.class,
                        moved -> assertThat(moved.to()).isEqualTo(new ProjectAddress("crew", "private")));
        assertThat(answer(SUBJECTS.get("user"), before, ProjectAction.READ)).isEqualTo("404");
    }

    @Test
    void every_cell_of_the_organizations_table_is_what_the_evaluator_says() {
        int cells = 0;
        for (var cell : PermissionTable.under("Organizations")) {
            var action = Arrays.stream(OrganizationAction.values())
                    .filter(one -> one.word().equals(cell.action()))
                    .findFirst()
                    .orElseThrow();
            if (cell.subject().equals("scope")) {
                assertThat(cell.answer()).isEqualTo(action.scope().word());
                continue;
            }
            assertThat(organizationAnswer(SUBJECTS.get(cell.subject()), action))
                    .as("%s by %s", cell.action(), cell.subject())
                    .isEqualTo(cell.answer());
            cells++;
        }
        assertThat(cells).isEqualTo(OrganizationAction.values().length * 6);
    }

    private static String heading(String visibility) {
        return visibility.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + visibility.substring(1) + " projects";
    }

    private static ProjectAction action(String word) {
        return Arrays.stream(ProjectAction.values())
                .filter(action -> action.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static String answer(Caller caller, ProjectAddress address, ProjectAction action) {
        try {
            PERMISSIONS.require(open, caller, address, action);
            return "yes";
        } catch (TempleException refused) {
            return status(refused);
        }
    }

    private static String organizationAnswer(Caller caller, OrganizationAction action) {
        try {
            PERMISSIONS.require(open, caller, "Crew", action);
            return "yes";
        } catch (TempleException refused) {
            return status(refused);
        }
    }

    private static String status(TempleException refused) {
        return switch (refused.code().kind()) {
            case NOT_FOUND -> "404";
            case UNAUTHENTICATED -> "401";
            case FORBIDDEN -> "403";
            default -> throw refused;
        };
    }

    private static TempleException thrown(Caller caller, ProjectAddress address) {
        try {
            PERMISSIONS.require(open, caller, address, ProjectAction.READ);
        } catch (TempleException refused) {
            return refused;
        }
        throw new AssertionError("not refused");
    }

    private static List<UUID> visible(Caller caller) {
        return Viewer.bind(open.createQuery("SELECT id FROM visible_projects(:viewer, :everything, :reach)"), caller)
                .mapTo(UUID.class)
                .list();
    }
}
