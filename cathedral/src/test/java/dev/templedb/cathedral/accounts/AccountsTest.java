package dev.templedb.cathedral.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.OrganizationRole;
import dev.templedb.cathedral.permissions.Origin;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.sessions.Sessions;
import dev.templedb.cathedral.testing.MigratedDatabase;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.tokens.Tokens;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountsTest {
    @RegisterExtension
    static final MigratedDatabase DATABASE = new MigratedDatabase();

    private static final String PASSWORD = "correct horse battery";
    private static final Origin HERE = new Origin("192.0.2.7", "test", null);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T12:00:00Z"));
    private final Jdbi jdbi = DATABASE.jdbi();
    private final AuditLog audit = new AuditLog(jdbi, clock);
    private final Accounts accounts = new Accounts(jdbi, audit, People.codes(jdbi), clock);

    private Caller register(String name) {
        var user = accounts.register(
                HERE, new Accounts.NewAccount(name, name + "@example.org", null, PASSWORD, false, false));
        return People.signedIn(user.id());
    }

    @Test
    void a_one_time_code_is_asked_for_and_good_once() {
        var ada = register("ada");
        var begun = accounts.beginTwoFactor(ada);
        byte[] secret = base32(begun.getKey());
        accounts.logIn(HERE, "ada", PASSWORD, null);
        accounts.confirmTwoFactor(ada, code(secret));

        refuses(ErrorCode.TWO_FACTOR_REQUIRED, () -> accounts.logIn(HERE, "ada", PASSWORD, null));
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "ada", PASSWORD, code(secret)));
        clock.advance(Duration.ofSeconds(30));
        String code = code(secret);
        jdbi.useHandle(handle -> handle.execute("UPDATE users SET email_verified_at = now() WHERE username = 'ada'"));
        assertThat(accounts.logIn(HERE, "ada@example.org", PASSWORD, code).username())
                .isEqualTo("ada");
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "ada", PASSWORD, code));
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "ada", "the wrong one", code(secret)));
        clock.advance(Duration.ofSeconds(30));
        accounts.endTwoFactor(ada, code(secret));
        accounts.logIn(HERE, "ada", PASSWORD, null);
        refuses(ErrorCode.TWO_FACTOR_STATE, () -> accounts.endTwoFactor(ada, code(secret)));
    }

    private String code(byte[] secret) {
        return Totp.code(secret, clock.instant().getEpochSecond() / 30);
    }

    private static byte[] base32(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int value = 0;
        int bits = 0;
        int next = 0;
        for (char letter : text.toCharArray()) {
            value = value << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (value >> bits);
            }
        }
        return bytes;
    }

    /// An address that looks like `kurt@corp.example` and was proved before addresses had to be ASCII.
    private static final String LOOK_ALIKE = "\u212Aurt@corp.example";

    @Test
    void an_address_of_look_alike_letters_is_taken_nowhere() {
        for (String address : List.of("r\u0131ta@corp.example", "ro\u017Fe@corp.example", LOOK_ALIKE)) {
            assertThat(EmailAddresses.looksLikeOne(address)).as(address).isFalse();
            assertThatThrownBy(() -> accounts.register(
                            HERE, new Accounts.NewAccount("lookalike", address, null, PASSWORD, false, false)))
                    .hasMessageContaining("ASCII");
        }
        var hans = register("hans");
        assertThatThrownBy(() -> accounts.change(hans, "hans", email(LOOK_ALIKE), _ -> {}))
                .hasMessageContaining("ASCII");
        assertThat(EmailAddresses.valid("Ada.L+x@Example.org")).isEqualTo("Ada.L+x@Example.org");
    }

    private static Accounts.Change email(String address) {
        return new Accounts.Change(null, null, null, null, address, null, PASSWORD);
    }

    @Test
    void an_address_of_look_alike_letters_is_not_the_one_that_it_looks_like() {
        var mallory = register("lookalike");
        var admin = People.signedIn(new People(jdbi).user("inviter"));
        var organization = new People(jdbi).organization("corp-of-kurt");
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "UPDATE users SET email = ?, email_verified_at = now() WHERE username = 'lookalike'", LOOK_ALIKE);
            new Invitations()
                    .toOrganization(
                            handle,
                            "kurt@corp.example",
                            organization,
                            OrganizationRole.OWNER,
                            admin.signedIn().user());
            assertThat(accounts.byNameOrEmail(handle, "kurt@corp.example")).isEmpty();
            new Invitations().accept(handle, mallory.signedIn().user(), LOOK_ALIKE);
        });
        assertThat(waiting("kurt@corp.example")).isEqualTo(1);
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "kurt@corp.example", PASSWORD, null));
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "loo\u212Aalike", PASSWORD, null));

        assertThat(accounts.change(mallory, "lookalike", email("kurt@corp.example"), _ -> {})
                        .emailVerified())
                .isFalse();

        jdbi.useHandle(
                handle -> handle.execute("UPDATE users SET email_verified_at = now() WHERE username = 'lookalike'"));
        assertThat(accounts.change(mallory, "lookalike", email("KURT@corp.Example"), _ -> {})
                        .emailVerified())
                .as("the same address in capitals")
                .isTrue();
        var other = new Accounts.NewAccount("another-kurt", "Kurt@corp.example", null, null, false, true);
        refuses(
                ErrorCode.EMAIL_TAKEN,
                () -> jdbi.inTransaction(handle -> accounts.register(handle, HERE, other, "work")));
    }

    @Test
    void an_address_that_nobody_has_proved_gives_nothing_and_keeps_its_owner_out_of_nothing() {
        String address = "owner@corp.example";
        accounts.register(
                HERE, new Accounts.NewAccount("squatter", address, null, "another good phrase", false, false));

        var owner = accounts.register(
                HERE, new Accounts.NewAccount("rightful", "Owner@corp.example", null, PASSWORD, false, false));
        assertThat(owner.emailVerified()).isFalse();
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, address, "another good phrase", null));
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, address, PASSWORD, null));

        var proved = jdbi.inTransaction(handle -> accounts.register(
                handle, HERE, new Accounts.NewAccount("proved", address, null, null, false, true), "work"));
        assertThat(proved.emailVerified()).isTrue();
        Optional<User> found = jdbi.inTransaction(handle -> accounts.byNameOrEmail(handle, address));
        assertThat(found.map(User::username)).contains("proved");
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, address, "another good phrase", null));
        assertThat(accounts.logIn(HERE, "squatter", "another good phrase", null).username())
                .isEqualTo("squatter");
        assertThat(accounts.register(HERE, new Accounts.NewAccount("too-late", address, null, PASSWORD, false, false))
                        .emailVerified())
                .as("made as if nobody had proved it")
                .isFalse();
        assertThat(accounts.change(register("curious"), "curious", email(address), _ -> {})
                        .emailVerified())
                .isFalse();
        var administration = new AccountAdministration(jdbi, accounts, audit);
        var admin = People.administrator(new People(jdbi).user("chief"));
        refuses(
                ErrorCode.EMAIL_TAKEN,
                () -> administration.change(
                        admin, "squatter", new AccountAdministration.Change(null, null, null, null, true, null)));
    }

    private int waiting(String address) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM invitations WHERE email = :email AND accepted_at IS NULL")
                .bind("email", address)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, for SHA-1 and the last six digits.
        byte[] secret = "12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(List.of(
                        Totp.code(secret, 59 / 30),
                        Totp.code(secret, 1111111109 / 30),
                        Totp.code(secret, 20000000000L / 30)))
                .containsExactly("287082", "081804", "353130");
    }

    @Test
    void failures_from_one_address_lock_nobody_out_elsewhere_and_are_forgotten() {
        register("locked");
        for (int i = 0; i < 10; i++) {
            refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "locked", "wrong wrong wrong", null));
        }

        refuses(ErrorCode.LOGIN_LIMITED, () -> accounts.logIn(HERE, "Locked", PASSWORD, null));
        assertThat(accounts.logIn(new Origin("2001:db8::1", null, null), "locked", PASSWORD, null)
                        .username())
                .isEqualTo("locked");
        clock.advance(Duration.ofMinutes(16));
        accounts.logIn(HERE, "locked", PASSWORD, null);
    }

    @Test
    void whoever_has_a_network_of_version_6_has_no_more_tries_than_with_one_address() {
        register("targeted");
        for (int i = 0; i < 10; i++) {
            var from = new Origin("2001:db8:1:2::" + Integer.toHexString(i + 1), null, null);
            refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(from, "targeted", "wrong wrong wrong", null));
        }

        refuses(
                ErrorCode.LOGIN_LIMITED,
                () -> accounts.logIn(new Origin("2001:db8:1:2:3:4:5:6", null, null), "targeted", PASSWORD, null));
        assertThat(accounts.logIn(new Origin("2001:db8:1:3::1", null, null), "targeted", PASSWORD, null)
                        .username())
                .as("from another network")
                .isEqualTo("targeted");
    }

    @Test
    void wrong_one_time_codes_and_wrong_present_passwords_are_failures_too() {
        var dora = register("dora");
        var begun = accounts.beginTwoFactor(dora);
        accounts.confirmTwoFactor(dora, code(base32(begun.getKey())));
        for (int i = 0; i < 10; i++) {
            refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "dora", PASSWORD, "no code"));
        }
        refuses(ErrorCode.LOGIN_LIMITED, () -> accounts.logIn(HERE, "dora", PASSWORD, "no code"));

        register("emil");
        var emil = new Caller(
                new Caller.Identity(accounts.byName("emil").id(), "emil", false, Scope.all(), null, null, null), HERE);
        var change = new Accounts.Change(null, null, null, null, null, "a new and better one", "wrong wrong");
        for (int i = 0; i < 10; i++) {
            refuses(ErrorCode.LOGIN_FAILED, () -> accounts.change(emil, "emil", change, user -> {}));
        }
        refuses(ErrorCode.LOGIN_LIMITED, () -> accounts.change(emil, "emil", change, user -> {}));
    }

    @Test
    void a_new_password_ends_all_other_sessions() {
        var bob = register("bob");
        var sessions = new Sessions(jdbi, clock);
        String here = sessions.begin(bob.signedIn().user(), HERE);
        String elsewhere = sessions.begin(bob.signedIn().user(), HERE);
        var caller = new Caller(sessions.recognize(here).orElseThrow(), HERE);
        var change = new Accounts.Change(null, null, null, null, null, "a new and better one", PASSWORD);

        refuses(
                ErrorCode.LOGIN_FAILED,
                () -> accounts.change(
                        caller,
                        "bob",
                        new Accounts.Change(null, null, null, null, null, "a new and better one", "wrong wrong"),
                        user -> {}));
        accounts.change(caller, "bob", change, user -> {});

        assertThat(sessions.recognize(here)).isPresent();
        assertThat(sessions.recognize(elsewhere)).isEmpty();
        refuses(ErrorCode.LOGIN_FAILED, () -> accounts.logIn(HERE, "bob", PASSWORD, null));
    }

    @Test
    void sessions_end_when_they_are_idle_and_tokens_when_they_expire() {
        var people = new People(jdbi);
        var eve = People.signedIn(people.user("eve"));
        var sessions = new Sessions(jdbi, clock);
        var tokens = new Tokens(jdbi, new Permissions(), audit, clock);
        String session = sessions.begin(eve.signedIn().user(), HERE);
        var token = tokens.make(eve, new Tokens.Wanted("short", List.of("write:user"), 10, null));
        var parent = new Caller(tokens.recognize(token.secret(), null).orElseThrow(), HERE);

        var child = tokens.make(parent, new Tokens.Wanted("longer", List.of("read:user"), 100, null));
        refuses(
                ErrorCode.SCOPE_MISSING,
                () -> tokens.make(parent, new Tokens.Wanted("more", List.of("read:projects"), 1, null)));

        clock.advance(Duration.ofDays(6));
        assertThat(sessions.recognize(session)).isPresent();
        clock.advance(Duration.ofDays(3));
        assertThat(sessions.recognize(session)).isPresent();
        assertThat(tokens.recognize(child.secret(), "192.0.2.7")).isPresent();
        clock.advance(Duration.ofDays(8));
        assertThat(sessions.recognize(session)).isEmpty();
        assertThat(tokens.recognize(token.secret(), null)).isEmpty();
        assertThat(tokens.recognize(child.secret(), null)).isEmpty();
        assertThat(tokens.list(eve)).isEmpty();
    }

    @Test
    void nothing_secret_is_kept_in_clear() {
        var mallory = register("mallory");
        var secret = new Tokens(jdbi, new Permissions(), audit, clock)
                .make(mallory, new Tokens.Wanted("kept", null, null, null))
                .secret();

        String everything = jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT (SELECT string_agg(u::text, ' ') FROM users u)
                               || (SELECT string_agg(t::text, ' ') FROM access_tokens t)
                               || (SELECT string_agg(a::text, ' ') FROM audit_log a)
                        """).mapTo(String.class).one());

        assertThat(everything)
                .contains("mallory", "$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(secret, PASSWORD);
        assertThat(audit.check().brokenAt()).isNull();
    }

    private static void refuses(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
