package dev.templedb.cathedral.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.MigratedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SetupLinksTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @TempDir
    Path directory;

    private final SetupLinks links = new SetupLinks(new PostgresSetupTokens(DATABASE.jdbi()));

    @Test
    void a_link_works_once_and_only_its_hash_is_kept() throws IOException {
        var file = directory.resolve("admin-link");
        String link = links.offer("http://127.0.0.1:8420", file).orElseThrow();
        String token = link.substring(link.indexOf('=') + 1);

        assertThat(link).startsWith("http://127.0.0.1:8420/setup?token=");
        assertThat(Files.readString(file).strip()).isEqualTo(link);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String rows = DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT string_agg(t::text, ' ') FROM setup_tokens t")
                        .mapTo(String.class)
                        .one());
        assertThat(rows).doesNotContain(token);

        assertThat(redeem("a" + token)).isFalse();
        assertThat(file).exists();
        assertThat(redeem(token)).isTrue();
        assertThat(file).doesNotExist();
        assertThat(redeem(token)).isFalse();
    }

    @Test
    void no_link_is_offered_or_good_once_there_is_an_administrator() throws IOException {
        var file = directory.resolve("admin-link");
        String link = links.offer("http://127.0.0.1:8420", file).orElseThrow();
        DATABASE.jdbi().useHandle(handle -> handle.execute("""
                WITH owner AS (INSERT INTO owners (name, kind) VALUES ('ada', 'user') RETURNING id)
                INSERT INTO users (id, username, email, is_admin) SELECT id, 'ada', 'ada@example.org', true FROM owner
                """));

        assertThat(redeem(link.substring(link.indexOf('=') + 1))).isFalse();
        assertThat(links.offer("http://127.0.0.1:8420", file)).isEmpty();
        assertThat(file).doesNotExist();

        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM users WHERE username = 'ada'"));
    }

    @Test
    void the_link_stays_when_no_administrator_is_made_after_all() {
        var file = directory.resolve("admin-link");
        String link = links.offer("http://127.0.0.1:8420", file).orElseThrow();
        String token = link.substring(link.indexOf('=') + 1);

        DATABASE.jdbi().useHandle(handle -> {
            handle.begin();
            assertThat(links.redeem(handle, token)).isTrue();
            handle.rollback();
        });

        assertThat(file).exists();
        assertThat(redeem(token)).isTrue();
    }

    private boolean redeem(String token) {
        return DATABASE.jdbi().inTransaction(handle -> links.redeem(handle, token));
    }
}
