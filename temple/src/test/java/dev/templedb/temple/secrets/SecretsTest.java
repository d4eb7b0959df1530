package dev.templedb.temple.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackageImport;
import dev.templedb.temple.exchange.PackageImportReport;
import dev.templedb.temple.exchange.PackageImportRequest;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretsTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Secrets secrets;
    private KeyRing ada;
    private KeyRing bob;
    private String bobsKey = "";
    private int exports;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        FilledTemple.newProject(temple, "web");
        secrets = new Secrets(temple);
        ada = ring("ada");
        bob = ring("bob");
        bobsKey = bob.generate(false).publicKey();
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private KeyRing ring(String who) {
        return new KeyRing(folder.resolve(who).resolve("keys"), List.of(), (file, isNew) -> "sesame".getBytes(UTF_8));
    }

    private Secrets.SetSecret set(String name, String value) {
        return secrets.set("web", name, value.getBytes(UTF_8), ada, false);
    }

    private String get(String name, KeyRing keys) {
        return new String(secrets.get("web", name, Optional.empty(), keys), UTF_8);
    }

    private static void assertFails(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void the_first_secret_makes_a_key_that_only_its_owner_can_read() throws IOException {
        var first = set("DB_PASSWORD", "hunter2");
        var second = set("OTHER", "x");

        var made = first.madeKey().orElseThrow();
        assertThat(second.madeKey()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ada.folder())))
                .isEqualTo("rwx------");
        assertThat(get("db_password", ada)).isEqualTo("hunter2");
        assertThat(secrets.recipients("web")).extracting(Recipient::key).containsExactly(made.publicKey());
    }

    @Test
    void a_key_that_others_can_read_is_refused() throws IOException {
        var made = set("DB_PASSWORD", "hunter2").madeKey().orElseThrow();
        Files.setPosixFilePermissions(made.file(), PosixFilePermissions.fromString("rw-r-----"));

        assertFails(ErrorCode.KEY_FILE_EXPOSED, () -> get("DB_PASSWORD", ada));
    }

    @Test
    void what_is_stored_opens_with_age() throws IOException {
        var made = set("DB_PASSWORD", "hunter2").madeKey().orElseThrow();
        var exported = export(PackageLayout.DIRECTORY, PackagedSecrets.AS_THEY_ARE);

        assertThat(Shell.run(
                        folder,
                        "age -d -i '%s' '%s'"
                                .formatted(made.file(), exported.path().resolve("secrets/DB_PASSWORD.age"))))
                .isEqualTo("hunter2");
        assertThat(exported.path().resolve("secrets/recipients.txt")).hasContent(made.publicKey());
    }

    @Test
    void nothing_is_set_that_who_sets_it_could_not_open() {
        set("A", "one");
        var exported = export(
                PackageLayout.FILE,
                new PackagedSecrets(true, secrets.encryptedFor("web", List.of(bobsKey), ada), false));
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            take(other, exported.path());
            var theirs = new Secrets(other);

            assertFails(ErrorCode.SECRET_LOCKED, () -> theirs.set("web", "B", new byte[] {1}, ada, false));
            assertThat(theirs.list("web")).extracting(Secret::name).containsExactly("A");
            theirs.set("web", "B", new byte[] {1}, bob, false);
            var named = new KeyRing(
                    folder.resolve("nobody/keys"),
                    List.of(bob.list().getFirst().file()),
                    (file, isNew) -> "sesame".getBytes(UTF_8));
            theirs.set("web", "C", new byte[] {1}, named, false);
            assertThat(theirs.get("web", "C", Optional.empty(), bob)).containsExactly(1);
        }
    }

    @Test
    void names_that_differ_in_case_only_are_one_secret_and_keep_their_spelling() {
        set("API", "one");

        assertFails(ErrorCode.SECRET_INVALID, () -> set("api", "two"));
        assertThat(get("API", ada)).isEqualTo("one");
    }

    @Test
    void the_hint_says_which_names_can_be() {
        set("_V.1-b", "one");

        assertFails(ErrorCode.SECRET_INVALID, () -> set("1V", "two"));
        assertFails(ErrorCode.SECRET_INVALID, () -> set("V/1", "two"));
        assertThat(ErrorCode.SECRET_INVALID.hint()).contains("letter or an underscore", "digits", "dots and dashes");
    }

    @Test
    void recipients_come_and_go_and_the_leaver_leaves_a_list() {
        set("DB_PASSWORD", "one");
        assertFails(ErrorCode.SECRET_LOCKED, () -> get("DB_PASSWORD", bob));

        secrets.addRecipients("web", List.of(bobsKey), ada);
        set("API_KEY", "two");
        assertThat(get("DB_PASSWORD", bob)).isEqualTo("one");
        var revoked = secrets.revoke("web", List.of(bobsKey), ada);
        set("AFTER", "three");

        assertThat(revoked.exposed()).containsExactly("API_KEY", "DB_PASSWORD");
        assertFails(ErrorCode.SECRET_LOCKED, () -> get("DB_PASSWORD", bob));
        assertThat(get("DB_PASSWORD", ada)).isEqualTo("one");
        assertThat(secrets.list("web"))
                .filteredOn(secret -> !secret.exposedTo().isEmpty())
                .extracting(Secret::name)
                .containsExactly("API_KEY", "DB_PASSWORD");

        secrets.set("web", "API_KEY", "new".getBytes(UTF_8), ada, true);
        assertThat(secrets.list("web"))
                .filteredOn(secret -> !secret.exposedTo().isEmpty())
                .extracting(Secret::name)
                .containsExactly("DB_PASSWORD");
        assertFails(ErrorCode.RECIPIENT_NOT_FOUND, () -> secrets.revoke("web", List.of(bobsKey), ada));
        var adasKey = ada.list().getFirst().publicKey();
        assertFails(ErrorCode.LAST_RECIPIENT, () -> secrets.revoke("web", List.of(adasKey), ada));
    }

    @Test
    void old_values_stay_and_names_change() {
        set("A", "one");
        set("A", "two");

        secrets.rename("web", "A", "B");
        assertThat(get("B", ada)).isEqualTo("two");
        assertThat(secrets.get("web", "B", Optional.of(1L), ada)).isEqualTo("one".getBytes(UTF_8));
        secrets.remove("web", "B");
        assertThat(secrets.list("web")).isEmpty();
        assertThat(secrets.history("web")).hasSize(2).allMatch(Secret::isRemoved);
        assertFails(ErrorCode.SECRET_NOT_FOUND, () -> get("B", ada));
        assertThat(secrets.get("web", "B", Optional.of(2L), ada)).isEqualTo("two".getBytes(UTF_8));
        assertThat(set("B", "three").secret().version()).isEqualTo(3);
        set("C", "x");
        assertFails(ErrorCode.SECRET_ALREADY_EXISTS, () -> secrets.rename("web", "C", "b"));
    }

    @Test
    void keys_with_a_passphrase_open_secrets_too() {
        var locked = ada.generate(true);
        set("A", "one");

        assertThat(locked.isLocked()).isTrue();
        assertThat(ada.list()).containsExactly(locked);
        assertThat(get("A", ada)).isEqualTo("one");
        var wrong = new KeyRing(ada.folder(), List.of(), (file, isNew) -> "wrong".getBytes(UTF_8));
        assertFails(ErrorCode.PASSPHRASE_WRONG, () -> get("A", wrong));
    }

    @Test
    void keys_of_age_and_ssh_are_taken_over() throws IOException {
        Shell.run(folder, """
                umask 077
                age-keygen -o keys.txt 2>/dev/null; age-keygen 2>/dev/null >>keys.txt
                ssh-keygen -q -t ed25519 -N '' -C 'eve@laptop' -f ssh
                """);
        var eve = ring("eve");

        assertThat(eve.importFrom(Files.readAllBytes(folder.resolve("keys.txt")), false))
                .hasSize(2);
        assertThat(eve.importFrom(Files.readAllBytes(folder.resolve("ssh")), false))
                .hasSize(1);
        assertThat(eve.importFrom(Files.readAllBytes(folder.resolve("ssh")), false))
                .isEmpty();
        set("A", "one");
        secrets.addRecipients("web", List.of(folder.resolve("ssh.pub").toString()), ada);
        assertThat(get("A", eve)).isEqualTo("one");
        assertThat(secrets.revoke("web", List.of("eve@laptop"), ada).exposed()).containsExactly("A");
        assertThat(eve.remove(eve.list().getFirst().publicKey())).exists();
        assertThat(eve.list()).hasSize(2);
        assertFails(ErrorCode.KEY_INVALID, () -> eve.importFrom("hello\n".getBytes(UTF_8), false));
    }

    @Test
    void ssh_keys_with_a_passphrase_keep_it_and_open_secrets_when_it_is_typed() throws IOException {
        Shell.run(folder, """
                umask 077
                ssh-keygen -q -t ed25519 -N sesame -f locked
                ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -f pem
                ssh-keygen -q -t rsa -b 2048 -m PEM -N sesame -f locked-pem
                """);
        var locked = Files.readAllBytes(folder.resolve("locked"));
        var eve = ring("eve");
        var key = eve.importFrom(locked, true).getFirst();
        set("A", "one");
        secrets.addRecipients("web", List.of(folder.resolve("locked.pub").toString()), ada);

        assertThat(key.isLocked()).isTrue();
        assertThat(eve.list()).containsExactly(key);
        assertThat(key.file()).hasBinaryContent(locked);
        assertThat(eve.secret(key.publicKey())).isEqualTo(locked);
        assertThat(eve.importFrom(locked, false)).isEmpty();
        assertThat(get("A", eve)).isEqualTo("one");
        var named = new KeyRing(
                folder.resolve("nobody"), List.of(folder.resolve("locked")), (file, isNew) -> "sesame".getBytes(UTF_8));
        assertThat(get("A", named)).isEqualTo("one");
        var wrong = new KeyRing(eve.folder(), List.of(), (file, isNew) -> "wrong".getBytes(UTF_8));
        assertFails(ErrorCode.PASSPHRASE_WRONG, () -> get("A", wrong));

        var pem = bob.importFrom(Files.readAllBytes(folder.resolve("pem")), false);
        secrets.addRecipients("web", List.of(pem.getFirst().publicKey()), ada);
        assertThat(get("A", bob)).isEqualTo("one");
        assertThatThrownBy(() -> bob.importFrom(Files.readAllBytes(folder.resolve("locked-pem")), false))
                .hasMessageContaining("`ssh-keygen -p -f COPY`");
    }

    @Test
    void a_secret_that_was_removed_comes_back_with_its_history() {
        set("A", "one");
        set("A", "two");
        assertFails(ErrorCode.SECRET_NOT_FOUND, () -> secrets.restore("web", "A"));
        secrets.remove("web", "A");

        assertThat(secrets.restore("web", "a").version()).isEqualTo(2);
        assertThat(get("A", ada)).isEqualTo("two");
        assertThat(secrets.history("web")).hasSize(2).noneMatch(Secret::isRemoved);

        secrets.remove("web", "A");
        set("A", "three");
        assertFails(ErrorCode.SECRET_NOT_FOUND, () -> secrets.restore("web", "A"));
        assertThat(get("A", ada)).isEqualTo("three");
        assertThat(new Audit(temple).list(Optional.of("web"), 10))
                .extracting(AuditEntry::action)
                .contains("secret restore");
    }

    @Test
    void who_left_while_a_secret_was_removed_is_known_when_it_comes_back() {
        set("A", "one");
        set("B", "two");
        secrets.addRecipients("web", List.of(bobsKey), ada);
        secrets.remove("web", "A");
        secrets.revoke("web", List.of(bobsKey), ada);

        assertThat(secrets.restore("web", "A").exposedTo()).containsExactly(bobsKey);
        assertFails(ErrorCode.SECRET_LOCKED, () -> get("A", bob));
        assertThat(get("A", ada)).isEqualTo("one");
    }

    @Test
    void everything_is_on_record_and_no_value_is() {
        set("A", "sesame-value");
        get("A", ada);
        secrets.addRecipients("web", List.of(bobsKey), ada);
        secrets.rotate("web", ada);
        secrets.revoke("web", List.of(bobsKey), ada);
        secrets.remove("web", "A");

        var log = new Audit(temple).list(Optional.empty(), 100);

        assertThat(log)
                .extracting(AuditEntry::action)
                .containsExactly(
                        "secret remove",
                        "secret revoke",
                        "secret rotate",
                        "secret recipients add",
                        "secret get",
                        "secret set",
                        "project create");
        assertThat(log.toString()).contains(bobsKey).doesNotContain("sesame-value");
    }

    private ExportReport export(PackageLayout layout, PackagedSecrets what) {
        return export(layout, HistoryMode.FULL, what);
    }

    private ExportReport export(PackageLayout layout, HistoryMode history, PackagedSecrets what) {
        return new PackageExport(temple)
                .run(
                        new ExportRequest(
                                "web",
                                folder.resolve("package-" + exports++),
                                layout,
                                new PathFilter(List.of()),
                                history,
                                Existing.REFUSE,
                                "0.1.0",
                                what),
                        Progress.NONE);
    }

    private PackageImportReport take(Temple into, Path path) {
        return new PackageImport(into)
                .run(
                        new PackageImportRequest(
                                path, Optional.of(new Slug("web")), false, false, false, folder.resolve("scratch")),
                        Progress.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"FILE", "DIRECTORY", "TAR_ZST"})
    void secrets_leave_only_when_they_are_asked_for_and_come_back_unchanged(PackageLayout layout) {
        set("A", "one");
        var without = export(layout, PackagedSecrets.NONE);
        var with = export(layout, PackagedSecrets.AS_THEY_ARE);

        assertThat(without.secrets()).isEmpty();
        assertThat(without.notices()).hasSize(1);
        assertThat(with.secrets()).containsExactly("A");
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"));
                var third = FilledTemple.open(folder.resolve("third.sqlite"))) {
            var taken = take(other, without.path());
            assertThat(taken.contentRoot()).contains(without.contentRoot());
            assertThat(taken.notices()).isEmpty();
            assertThat(new Secrets(other).list("web")).isEmpty();
            assertThat(new Secrets(other).recipients("web")).isEmpty();
            assertThat(take(third, with.path()).contentRoot()).contains(with.contentRoot());
            assertThat(new Secrets(third).get("web", "A", Optional.empty(), ada))
                    .isEqualTo("one".getBytes(UTF_8));
        }
    }

    @Test
    void secrets_go_to_the_recipients_that_are_named_and_can_be_taken_over() {
        set("A", "one");
        var replaced = secrets.encryptedFor("web", List.of(bobsKey), ada);
        var exported = export(PackageLayout.FILE, new PackagedSecrets(true, replaced, false));

        assertThat(get("A", ada)).isEqualTo("one");
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            assertThat(take(other, exported.path()).notices())
                    .singleElement(STRING)
                    .contains(bobsKey, "templedb secret revoke");
            var theirs = new Secrets(other);
            assertThat(theirs.recipients("web")).extracting(Recipient::key).containsExactly(bobsKey);
            assertFails(ErrorCode.SECRET_LOCKED, () -> theirs.get("web", "A", Optional.empty(), ada));
            var carla = new KeyRing(
                    folder.resolve("carla/keys"), List.of(bob.list().getFirst().file()), (file, isNew) -> new byte[0]);

            assertThat(theirs.takeOver("web", carla).added()).hasSize(1);
            assertThat(theirs.get("web", "A", Optional.empty(), ring("carla"))).isEqualTo("one".getBytes(UTF_8));
            assertThat(new Audit(other).list(Optional.of("web"), 10))
                    .extracting(AuditEntry::action)
                    .contains("secret decrypt");
        }
    }

    @Test
    void an_import_that_cannot_open_the_secrets_leaves_nothing() {
        set("A", "one");
        var replaced = secrets.encryptedFor("web", List.of(bobsKey), ada);
        var exported = export(PackageLayout.FILE, new PackagedSecrets(true, replaced, false));
        var carla = ring("carla");
        try (var other = FilledTemple.open(folder.resolve("other.sqlite"))) {
            var desk = new PackageDesk(folder.resolve("scratch"), Progress.NONE);

            assertFails(
                    ErrorCode.SECRET_LOCKED,
                    () -> desk.importFrom(
                            other, exported.path(), Optional.empty(), false, false, false, Optional.of(carla)));

            assertThat(new Projects(other).find("web")).isEmpty();
            assertThat(carla.list()).isEmpty();
            desk.importFrom(other, exported.path(), Optional.empty(), false, false, false, Optional.of(bob));
            assertThat(new Secrets(other).get("web", "A", Optional.empty(), bob))
                    .isEqualTo("one".getBytes(UTF_8));
        }
    }

    @Test
    void a_public_project_keeps_its_secrets_unless_forced() {
        set("A", "one");
        new Projects(temple).edit("web", draft -> draft.visibility(Visibility.PUBLIC));

        assertFails(ErrorCode.SECRETS_IN_PUBLIC_PACKAGE, () -> export(PackageLayout.FILE, PackagedSecrets.AS_THEY_ARE));
        assertThat(export(PackageLayout.FILE, new PackagedSecrets(true, Map.of(), true))
                        .secrets())
                .containsExactly("A");
    }
}
