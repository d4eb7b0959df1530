package dev.templedb.cathedral.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.secrets.SecretKeys;
import dev.templedb.cathedral.secrets.SecretSettings;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.settings.SettingsSource;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SealedCodesTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final String PASSWORD = "correct horse battery";
    private static final Origin HERE = new Origin("192.0.2.7", "test", null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T12:00:00Z"));
    private final Jdbi jdbi = DATABASE.jdbi();

    @TempDir
    private Path directory;

    private static String key(int of) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) of);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private SecretKeys keys(String... keys) {
        var given =
                keys.length == 0 ? Map.<String, String>of() : Map.of(SecretSettings.KEYS.key(), String.join(",", keys));
        return new SecretKeys(
                Settings.of(SecretSettings.ALL, List.of(new SettingsSource("test", given))), directory.resolve("data"));
    }

    private Accounts accounts(SecretKeys keys) {
        return new Accounts(jdbi, new AuditLog(jdbi, clock), new SealedCodes(jdbi, keys), clock);
    }

    /// A user whose secret lies in the database as it was before there were keys.
    private UUID inClear(String name, byte[] secret) {
        var user = accounts(keys(key(1)))
                .register(HERE, new Accounts.NewAccount(name, name + "@example.org", null, PASSWORD, false, false));
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE users SET totp_secret = ?, totp_confirmed_at = now() WHERE id = ?", secret, user.id()));
        return user.id();
    }

    private byte[] kept(UUID user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT totp_secret FROM users WHERE id = :id")
                .bind("id", user)
                .mapTo(byte[].class)
                .one());
    }

    private void logsIn(SecretKeys keys, String name, byte[] secret) {
        clock.advance(java.time.Duration.ofSeconds(60));
        accounts(keys)
                .logIn(HERE, name, PASSWORD, Totp.code(secret, clock.instant().getEpochSecond() / 30));
    }

    @Test
    void secrets_from_before_are_encrypted_once_and_follow_the_first_key() {
        byte[] secret = Totp.newSecret();
        var ada = inClear("ada", secret);
        logsIn(keys(key(1)), "ada", secret);

        assertThat(new SealedCodes(jdbi, keys(key(1))).sealAll()).isEqualTo(1);
        assertThat(new SealedCodes(jdbi, keys(key(1))).sealAll()).isZero();
        assertThat(kept(ada)).hasSize(12 + 20 + 16);
        assertThat(HexFormat.of().formatHex(kept(ada)))
                .doesNotContain(HexFormat.of().formatHex(secret));
        logsIn(keys(key(1)), "ada", secret);
        refuses(ErrorCode.SECRET_KEY_MISSING, () -> logsIn(keys(key(2)), "ada", secret));
        assertThat(new SealedCodes(jdbi, keys(key(2))).sealAll()).isZero();

        logsIn(keys(key(2), key(1)), "ada", secret);
        assertThat(new SealedCodes(jdbi, keys(key(2), key(1))).sealAll()).isEqualTo(1);
        logsIn(keys(key(2)), "ada", secret);
        refuses(ErrorCode.SECRET_KEY_MISSING, () -> logsIn(keys(key(1)), "ada", secret));
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET totp_secret = NULL, totp_key_id = NULL"));
    }

    @Test
    void a_start_with_nothing_to_encrypt_looks_at_no_account() {
        byte[] sealed = new byte[48];
        jdbi.useTransaction(handle -> {
            handle.execute("INSERT INTO owners (id, name, kind)"
                    + " SELECT gen_random_uuid(), 'many-' || n, 'user' FROM generate_series(1, 3000) n");
            handle.execute(
                    "INSERT INTO users (id, username, email, totp_secret, totp_key_id)"
                            + " SELECT id, name, name || '@example.org', ?, ? FROM owners WHERE name LIKE 'many-%'",
                    sealed, keys(key(1)).current());
        });
        jdbi.useHandle(handle -> handle.execute("ANALYZE users"));

        var plan = jdbi.withHandle(handle -> handle.createQuery("EXPLAIN " + PostgresSealedCodes.OTHERS)
                .bind("current", keys(key(1)).current())
                .bind("after", new UUID(0, 0))
                .bind("limit", 500)
                .mapTo(String.class)
                .list());

        assertThat(plan).anyMatch(line -> line.contains("users_totp_key")).noneMatch(line -> line.contains("Seq Scan"));
        jdbi.useHandle(handle -> handle.execute("DELETE FROM users WHERE username LIKE 'many-%'"));
    }

    @Test
    void a_new_secret_never_lies_in_the_database_and_is_of_no_use_in_another_row() {
        var accounts = accounts(keys(key(1)));
        var grace = accounts.register(
                HERE, new Accounts.NewAccount("grace", "grace@example.org", null, PASSWORD, false, false));
        String shown = accounts.beginTwoFactor(People.signedIn(grace.id())).getKey();
        byte[] sealed = kept(grace.id());
        byte[] secret = new SealedCodes(jdbi, keys(key(1)))
                .open(new SealedCodes.Kept(grace.id(), keys(key(1)).current(), sealed));
        assertThat(Totp.base32(secret)).isEqualTo(shown);
        assertThat(HexFormat.of().formatHex(sealed))
                .doesNotContain(HexFormat.of().formatHex(secret));

        var eve = inClear("eve", sealed);
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE users SET totp_key_id = ? WHERE id = ?", keys(key(1)).current(), eve));
        refuses(ErrorCode.SEALED_SECRET_DAMAGED, () -> logsIn(keys(key(1)), "eve", secret));
        // It keeps no server from starting.
        assertThat(new SealedCodes(jdbi, keys(key(3), key(1))).sealAll()).isEqualTo(1);
    }

    @Test
    void a_key_is_made_for_its_owner_alone_and_stays() throws Exception {
        var file = directory.resolve("data/secret-key");

        String first = keys().current();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys().current()).isEqualTo(first);
        assertThat(directory.resolve("data")).isDirectoryContaining(file::equals);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refuses(ErrorCode.SETTING_INVALID, () -> keys().current());
    }

    @Test
    void what_is_no_key_is_refused_without_being_shown() {
        for (String wrong : List.of("c2hvcnQ=", "not base 64 at all", key(1) + "AAAA")) {
            assertThatThrownBy(() -> keys(wrong).current())
                    .isInstanceOfSatisfying(
                            TempleException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SETTING_INVALID))
                    .hasMessageNotContaining(wrong);
        }
    }

    private static void refuses(ErrorCode code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
