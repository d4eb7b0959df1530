package dev.templedb.cathedral.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FixturesTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    @Test
    void a_service_gets_a_migrated_database() {
        var migrations = DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT script FROM flyway_schema_history WHERE success")
                        .mapTo(String.class)
                        .list());

        assertThat(migrations).contains("V000__setup_tokens.sql");
    }
}
