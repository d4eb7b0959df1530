package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.storage.InMemoryObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Tags come with their push, or neither does.
class PushedTagsTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @TempDir
    Path directory;

    private Jdbi jdbi;
    private TransferServer server;
    private Caller ada;
    private Caller ben;
    private ProjectAddress address;
    private MovingProject project;
    private MovingProject.Moment first;
    private MovingProject.Moment second;

    @BeforeEach
    void push() {
        jdbi = OneConnection.to(DATABASE);
        var people = new People(jdbi);
        server = new TransferServer(jdbi, new InMemoryObjectStore(Clock.systemUTC()), directory, Clock.systemUTC());
        ada = People.signedIn(people.user("ada-" + System.nanoTime()));
        var contributor = people.user("ben-" + System.nanoTime());
        ben = People.signedIn(contributor);
        address = new ProjectAddress(name(ada), "tagged");
        project = new MovingProject("tagged", 3);
        first = project.now();
        server.push(ada, address, project, null, first, List.of(), directory);
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO project_collaborators (project_id, user_id, role) SELECT id, ?, 'contributor' FROM projects WHERE slug = 'tagged' AND owner_id = ?",
                contributor,
                ada.user()));
        project.step();
        second = project.now();
    }

    private String name(Caller caller) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT username FROM users WHERE id = :id")
                .bind("id", caller.user())
                .mapTo(String.class)
                .one());
    }

    private List<String> tags() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT unnest(tag_names) FROM projects WHERE slug = 'tagged' AND owner_id = :owner")
                .bind("owner", ada.user())
                .mapTo(String.class)
                .list());
    }

    private Sha256 state() {
        return jdbi.withHandle(handle -> new PostgresStateStore()
                .current(
                        handle,
                        handle.createQuery("SELECT id FROM projects WHERE slug = 'tagged' AND owner_id = :owner")
                                .bind("owner", ada.user())
                                .mapTo(UUID.class)
                                .one())
                .orElseThrow());
    }

    private PushRequest request(String... tags) {
        return new PushRequest(Optional.of(first.root()), second.root(), null, null, List.of(tags));
    }

    private void pushSecond(Caller caller, String... tags) {
        var file = project.write(directory.resolve("second" + System.nanoTime()), second, Optional.of(first));
        server.pushes.push(caller, address, request(tags), file);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void tags_of_a_push_are_there_with_it() {
        pushSecond(ada, "Web", "react");

        assertThat(tags()).containsExactly("react", "web");
        assertThat(state()).isEqualTo(second.root());
        pushedAgain(ada, "web", "shop");
        assertThat(tags()).containsExactly("react", "shop", "web");
    }

    private void pushedAgain(Caller caller, String... tags) {
        server.pushes.commit(
                caller,
                address,
                null,
                new PushRequest(Optional.of(second.root()), second.root(), null, null, List.of(tags)));
    }

    @Test
    void a_push_whose_tags_are_refused_is_refused_before_a_byte_moves_and_when_it_comes_all_the_same() {
        var tooMany = IntStream.range(0, 21).mapToObj(number -> "tag" + number).toArray(String[]::new);
        refused(
                ErrorCode.PERMISSION_DENIED,
                () -> server.pushes.negotiate(ben, address, request("web"), List.of(first.root()), 10));
        refused(
                ErrorCode.TAG_INVALID,
                () -> server.pushes.negotiate(ada, address, request("two words"), List.of(first.root()), 10));

        refused(ErrorCode.PERMISSION_DENIED, () -> pushSecond(ben, "web"));
        refused(ErrorCode.TAG_INVALID, () -> pushSecond(ada, "web", "two words"));
        refused(ErrorCode.TAG_INVALID, () -> pushSecond(ada, tooMany));

        assertThat(tags()).isEmpty();
        assertThat(state()).isEqualTo(first.root());
    }

    @Test
    void who_may_only_push_may_name_tags_that_are_there_already() {
        server.pushes.commit(
                ada,
                address,
                null,
                new PushRequest(Optional.of(first.root()), first.root(), null, null, List.of("web")));

        pushSecond(ben, "WEB");

        assertThat(tags()).containsExactly("web");
        assertThat(state()).isEqualTo(second.root());
        refused(ErrorCode.PERMISSION_DENIED, () -> pushedAgain(ben, "shop"));
    }
}
