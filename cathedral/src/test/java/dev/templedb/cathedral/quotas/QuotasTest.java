package dev.templedb.cathedral.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.TempleException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuotasTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private final Jdbi jdbi = DATABASE.jdbi();
    private final People people = new People(jdbi);

    private Quotas quotas(Map<String, String> values) {
        var settings = Settings.of(PlanSettings.ALL, List.of(new SettingsSource("test", values)));
        return new Quotas(new Plans(settings), new AuditLog(jdbi, Clock.systemUTC()));
    }

    private Usage usage(Quotas quotas, UUID owner) {
        return jdbi.withHandle(handle -> quotas.usage(handle, owner));
    }

    private static UUID addPack(Handle handle, UUID project, long bytes) {
        var id = UUID.randomUUID();
        handle.execute(
                "INSERT INTO packs (id, project_id, frame_bytes, index_bytes, objects, raw_bytes, sha256) VALUES (?, ?, ?, 0, 1, 1, '')",
                id,
                project,
                bytes);
        return id;
    }

    private static void addState(Handle handle, UUID project, UUID pack) {
        handle.execute(
                "INSERT INTO states (project_id, root, document, description) VALUES (?, 'root', '', '')", project);
        handle.execute(
                "INSERT INTO state_packs (project_id, root, pack_id, position) VALUES (?, 'root', ?, 0)",
                project,
                pack);
    }

    @Test
    void whoever_was_given_no_plan_has_the_one_of_the_settings() {
        var ada = people.user("plain");

        var own = usage(quotas(Map.of()), ada);
        assertThat(own.plan()).isEqualTo(Plan.ENTERPRISE);
        assertThat(own.bytes().limitOrNull()).isNull();

        var hosted = usage(quotas(Map.of("plans.default", "free")), ada);
        assertThat(hosted.plan()).isEqualTo(Plan.FREE);
        assertThat(hosted.bytes()).isEqualTo(new Usage.Measure(0, 1L << 30));
        assertThat(hosted.privateProjects()).isEqualTo(new Usage.Measure(0, 5));
        assertThat(hosted.projects().limitOrNull()).isNull();

        var team = usage(quotas(Map.of("plans.default", "team")), people.organization("plain-crew"));
        assertThat(team.bytes().limit()).isEqualTo(100L << 30);
        assertThat(team.members()).isEqualTo(new Usage.Measure(0, 10));
    }

    @Test
    void what_is_agreed_goes_before_the_plan_and_can_be_taken_back() {
        var quotas = quotas(Map.of());
        people.user("agreed");
        var free = new Quotas.Agreement("free", new Quotas.Figure(77L), new Quotas.Figure(null), null);
        var taken = new Quotas.Agreement(null, new Quotas.Figure(null), null, null);

        jdbi.useTransaction(handle -> {
            assertThat(quotas.agree(handle, People.anonymous(), "Agreed", free)
                            .bytes()
                            .limit())
                    .isEqualTo(77);
            var plan = quotas.agree(handle, People.anonymous(), "agreed", taken);
            assertThat(plan.plan()).isEqualTo(Plan.FREE);
            assertThat(plan.bytes().limit()).isEqualTo(1L << 30);
            assertThatThrownBy(() -> quotas.agree(
                            handle, People.anonymous(), "agreed", new Quotas.Agreement("gold", null, null, null)))
                    .isInstanceOf(TempleException.class);
        });
        assertThat(new AuditLog(jdbi, Clock.systemUTC()).check().entries()).isEqualTo(2);
    }

    @Test
    void a_fork_pays_for_what_it_shares_only_when_its_source_is_gone() {
        var quotas = quotas(Map.of());
        var ada = people.user("source-owner");
        var bob = people.user("fork-owner");
        var source = people.project(ada, "source", "public");
        var fork = people.project(bob, "fork", "public");
        jdbi.useHandle(handle -> {
            handle.execute("UPDATE projects SET source_project_id = ? WHERE id = ?", source, fork);
            var pack = addPack(handle, source, 1000);
            addState(handle, source, pack);
            addState(handle, fork, pack);
            addPack(handle, fork, 10);
        });

        assertThat(usage(quotas, ada).bytes().used()).isEqualTo(1000);
        assertThat(usage(quotas, bob).bytes().used()).isEqualTo(10);
        jdbi.useHandle(handle -> handle.execute("UPDATE projects SET deleted_at = now() WHERE id = ?", source));
        assertThat(usage(quotas, ada).bytes().used()).isZero();
        assertThat(usage(quotas, bob).bytes().used()).isEqualTo(1010);
    }

    @Test
    void of_pushes_at_once_only_those_pass_that_there_is_room_for() throws Exception {
        var quotas = quotas(Map.of("plans.enterprise.storage", "250"));
        var ada = people.user("racer");
        Callable<Boolean> push = () -> {
            var project = people.project(ada, "p" + UUID.randomUUID(), "public");
            try {
                jdbi.useTransaction(handle -> {
                    quotas.requireBytesOf(handle, project, 100);
                    addPack(handle, project, 100);
                });
                return true;
            } catch (QuotaExceeded full) {
                return false;
            }
        };
        int passed = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var outcome : threads.invokeAll(List.of(push, push, push, push))) {
                passed += outcome.get() ? 1 : 0;
            }
        }

        assertThat(passed).isEqualTo(2);
        assertThat(usage(quotas, ada).bytes()).isEqualTo(new Usage.Measure(200, 250));
    }

    @Test
    void private_projects_are_counted_apart() {
        var quotas = quotas(Map.of("plans.enterprise.private-projects", "1", "plans.enterprise.projects", "3"));
        var ada = people.user("counted");
        people.project(ada, "one", "private");
        var open = people.project(ada, "two", "public");

        jdbi.useTransaction(handle -> {
            quotas.requireProject(handle, ada, Visibility.PUBLIC);
            assertThatThrownBy(() -> quotas.requireProject(handle, ada, Visibility.PRIVATE))
                    .isInstanceOfSatisfying(
                            QuotaExceeded.class,
                            full -> assertThat(full.details())
                                    .containsEntry("quota", "private_projects")
                                    .containsEntry("left", 0L));
            assertThatThrownBy(() -> quotas.requirePrivate(handle, open)).isInstanceOf(QuotaExceeded.class);
        });
        people.project(ada, "three", "public");
        jdbi.useTransaction(handle -> assertThatThrownBy(() -> quotas.requireProject(handle, ada, Visibility.PUBLIC))
                .hasMessageContaining("room for 3"));
    }
}
