package dev.templedb.temple.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
    private Temple temple;
    private Audit audit;

    @BeforeEach
    void open(@TempDir Path folder) {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        audit = new Audit(temple);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private void record(String action) {
        var details = Json.Obj.empty().with("name", "DB_PASSWORD").with("recipients", 2);
        temple.file().write(tx -> {
            audit.record(tx, action, "web-app", details);
            return action;
        });
    }

    private void tamper(String sql) {
        temple.file().write(tx -> tx.update(sql).execute());
    }

    @Test
    void an_empty_log_is_whole() {
        assertThat(audit.verify(Optional.empty())).isEqualTo(new Audit.Verified(0, AuditEntry.BEGINNING));
    }

    @Test
    void entries_come_newest_first_and_the_chain_holds() {
        record("secret set");
        record("secret get");

        var entries = audit.list(Optional.of("WEB-app"), 10);

        assertThat(entries).extracting(AuditEntry::action).containsExactly("secret get", "secret set");
        assertThat(entries.getFirst().summary()).isEqualTo("name DB_PASSWORD, recipients 2");
        assertThat(entries.getFirst().who()).isEqualTo("test");
        assertThat(audit.verify(Optional.of(entries.getLast().hash())).entries())
                .isEqualTo(2);
        assertThat(audit.list(Optional.of("other"), 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_log SET who = 'eve' WHERE seq = 2",
                "UPDATE audit_log SET details = '{}' WHERE seq = 2",
                "UPDATE audit_log SET details = '[1]' WHERE seq = 2",
                "UPDATE audit_log SET project = NULL WHERE seq = 2",
                "UPDATE audit_log SET done_at = '2020-01-01T00:00:00.000Z' WHERE seq = 1",
                "DELETE FROM audit_log WHERE seq = 2",
                "DELETE FROM audit_log WHERE seq = 1",
                "UPDATE audit_log SET hash = zeroblob(32) WHERE seq = 3",
            })
    void every_change_of_an_entry_is_found(String tampering) {
        record("one");
        record("two");
        record("three");

        tamper(tampering);

        assertBroken(Optional.empty());
    }

    @Test
    void a_log_whose_end_was_cut_off_lacks_a_noted_hash() {
        record("one");
        record("two");
        var noted = audit.verify(Optional.empty()).last();

        tamper("DELETE FROM audit_log WHERE seq = 2");

        assertThat(audit.verify(Optional.empty()).entries()).isEqualTo(1);
        assertBroken(Optional.of(noted));
    }

    private void assertBroken(Optional<Sha256> noted) {
        assertThatThrownBy(() -> audit.verify(noted))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_BROKEN));
    }

    @Test
    void the_chain_follows_the_order_of_writing_when_the_clock_is_set_back(@TempDir Path folder) {
        var file = folder.resolve("past.sqlite");
        for (var now : new String[] {"2026-05-01T00:00:00Z", "2016-01-01T00:00:00Z", "2026-05-02T00:00:00Z"}) {
            var clock = java.time.Clock.fixed(java.time.Instant.parse(now), java.time.ZoneOffset.UTC);
            try (var at = Temple.open(file, clock, "ada")) {
                at.file().write(tx -> {
                    new Audit(at).record(tx, "secret set " + now, "web-app", Json.Obj.empty());
                    return now;
                });
            }
        }

        try (var at = FilledTemple.open(file)) {
            var log = new Audit(at);
            assertThat(log.verify(Optional.empty()).entries()).isEqualTo(3);
            assertThat(log.list(Optional.empty(), 10))
                    .extracting(AuditEntry::action)
                    .containsExactly(
                            "secret set 2026-05-02T00:00:00Z",
                            "secret set 2016-01-01T00:00:00Z",
                            "secret set 2026-05-01T00:00:00Z");
        }
    }
}
