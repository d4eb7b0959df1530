package dev.templedb.temple.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.Age;
import dev.templedb.packages.age.AgeFailure;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.remotes.Remotes;
import dev.templedb.temple.secrets.Readers.Person;
import dev.templedb.temple.secrets.Readers.Reader;
import dev.templedb.temple.secrets.Readers.Review;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ada works with others by way of a server, which may lie.
class ReadersTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Secrets secrets;
    private Readers readers;
    private KeyRing ada;
    private KeyRing bob;
    private String bobsKey = "";
    private String evesKey = "";
    private long remote;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        FilledTemple.newProject(temple, "web");
        secrets = new Secrets(temple);
        readers = new Readers(temple);
        ada = ring("ada");
        bob = ring("bob");
        bobsKey = bob.generate(false).publicKey();
        evesKey = ring("eve").generate(false).publicKey();
        remote = new Remotes(temple)
                .add("origin", "https://cathedral.example.org", folder)
                .id();
        secrets.set("web", "DB_PASSWORD", "hunter2".getBytes(UTF_8), ada, false);
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private KeyRing ring(String who) {
        return new KeyRing(folder.resolve(who).resolve("keys"), List.of(), (file, isNew) -> new byte[0]);
    }

    private static Person person(String name, String... keys) {
        return new Person(name, List.of(keys));
    }

    private Review review(Person... people) {
        return readers.review("web", remote, Optional.of("ada"), List.of(people), ada);
    }

    private Secrets.Rewrapped settle(Review review, List<Reader> confirmed) {
        return secrets.settle("web", remote, review, confirmed, ada);
    }

    private void letIn(Person... people) {
        var review = review(people);
        settle(review, review.unconfirmed());
    }

    private List<String> recipients() {
        return secrets.recipients("web").stream().map(Recipient::key).toList();
    }

    private String get(String name, KeyRing keys) {
        return new String(secrets.get("web", name, Optional.empty(), keys), UTF_8);
    }

    private void came(String... keys) {
        var documents = new TreeMap<String, byte[]>();
        temple.file().<Optional<String>>write(tx -> {
            long project = new Projects(temple).require(tx, "web").id();
            var part = new SecretsPart();
            documents.putAll(part.give(tx, project).documents());
            var list = new String(documents.get("secrets/recipients.txt"), UTF_8) + String.join("\n", keys);
            documents.put("secrets/recipients.txt", list.getBytes(UTF_8));
            part.replace(tx, project, documents);
            return Optional.empty();
        });
    }

    private static ErrorCode refusal(ThrowingCallable work) {
        var refused = catchThrowableOfType(TempleException.class, work);
        assertThat(refused).isNotNull();
        return refused.code();
    }

    @Test
    void a_key_of_ones_own_ssh_directory_is_no_strangers_in_the_profile_and_among_what_came() throws Exception {
        var ssh = Files.createDirectories(folder.resolve("home/.ssh"));
        Shell.run(
                ssh,
                "ssh-keygen -q -t ed25519 -N '' -C ada -f id_ed25519 && ssh-keygen -q -t ed25519 -N '' -C bob -f b"
                        + " && mv b b.moved");
        var own = Files.readString(ssh.resolve("id_ed25519.pub")).strip();
        var others = Files.readString(ssh.resolve("b.pub")).strip();
        var keys = new KeyRing(ada.folder(), List.of(), Optional.of(ssh), (file, isNew) -> new byte[0]);

        var offered = readers.review("web", remote, Optional.of("ada"), List.of(person("ada", own, others)), keys);
        assertThat(offered.unconfirmed())
                .extracting(Reader::key)
                .singleElement()
                .isNotEqualTo(own);
        assertThat(others).startsWith(offered.unconfirmed().getFirst().key());

        came(own);
        var review = readers.review("web", remote, Optional.of("ada"), List.of(person("ada", own)), keys);
        assertThat(review.isSettled()).isTrue();
        assertThat(announced(keys)).doesNotContain("nobody has confirmed").doesNotContain("SHA256:");
        assertThat(announced(ada)).contains("nobody has confirmed");
        secrets.set("web", "DB_PASSWORD", "hunter3".getBytes(UTF_8), keys, false);
        assertThat(get("DB_PASSWORD", ada)).isEqualTo("hunter3");
    }

    private String announced(KeyRing keys) {
        return temple.file()
                .read(tx -> new SecretsPart()
                        .announce(
                                tx,
                                new Projects(temple).require(tx, "web").id(),
                                Set.of("secrets/recipients.txt"),
                                keys::ownKeys)
                        .orElse(""));
    }

    @Test
    void a_key_that_the_server_names_is_used_once_somebody_has_confirmed_it() {
        var review = review(person("ada"), person("bob", bobsKey));
        assertThat(review.unconfirmed()).containsExactly(new Reader("bob", bobsKey, false, false));
        settle(review, List.of());
        assertThat(recipients()).doesNotContain(bobsKey);
        assertThat(refusal(() -> get("DB_PASSWORD", bob))).isEqualTo(ErrorCode.SECRET_LOCKED);

        assertThat(settle(review, review.unconfirmed()).added()).containsExactly(bobsKey);
        assertThat(get("DB_PASSWORD", bob)).isEqualTo("hunter2");
        assertThat(review(person("ada"), person("bob", bobsKey)).isSettled()).isTrue();
        assertThat(secrets.recipients("web")).extracting(Recipient::comment).contains("bob");
    }

    @Test
    void another_key_of_somebody_known_is_not_used_by_itself() {
        letIn(person("ada"), person("bob", bobsKey));
        var swapped = review(person("ada"), person("bob", bobsKey, evesKey));
        assertThat(swapped.unconfirmed()).containsExactly(new Reader("bob", evesKey, true, false));
        settle(swapped, List.of());
        assertThat(recipients()).doesNotContain(evesKey);
    }

    @Test
    void whoever_has_left_is_taken_away_and_what_they_knew_is_marked() {
        letIn(person("ada"), person("bob", bobsKey));
        secrets.set("web", "API_KEY", "k".getBytes(UTF_8), ada, false);
        var done = settle(review(person("ada")), List.of());
        assertThat(done.exposed()).containsExactlyInAnyOrder("DB_PASSWORD", "API_KEY");
        assertThat(recipients()).doesNotContain(bobsKey);
        assertThat(refusal(() -> get("API_KEY", bob))).isEqualTo(ErrorCode.SECRET_LOCKED);
        assertThat(secrets.list("web"))
                .allSatisfy(secret -> assertThat(secret.exposedTo()).containsExactly(bobsKey));

        assertThat(review(person("ada"), person("bob", bobsKey)).unconfirmed())
                .as("who comes back is confirmed again")
                .extracting(Reader::key)
                .containsExactly(bobsKey);
    }

    @Test
    void nobody_is_taken_for_gone_by_an_answer_that_does_not_even_name_the_user() {
        letIn(person("ada"), person("bob", bobsKey));
        assertThat(review().leaving()).isEmpty();
        assertThat(review(person("mallory")).leaving()).isEmpty();
    }

    @Test
    void keys_of_the_user_and_those_that_were_added_by_hand_stay() {
        secrets.addRecipients("web", List.of(evesKey), ada);
        var own = ada.list().getFirst().publicKey();
        assertThat(review(person("ada", own)).isSettled()).isTrue();
        assertThat(recipients()).containsExactlyInAnyOrder(own, evesKey);
    }

    @Test
    void a_recipient_named_by_hand_goes_when_the_server_has_said_whose_key_it_is_and_that_they_left() {
        secrets.addRecipients("web", List.of(bobsKey), ada);
        settle(review(person("ada"), person("bob", bobsKey)), List.of());
        assertThat(settle(review(person("ada")), List.of()).exposed()).containsExactly("DB_PASSWORD");
        assertThat(recipients()).doesNotContain(bobsKey);
    }

    @Test
    void what_is_no_key_of_age_or_ssh_is_left_out_and_its_owner_named() {
        var review = review(
                person("ada"),
                person("carol", "AGE-SECRET-KEY-1QQQQ", "ssh-dss AAAA", "age1nonsense", "../../etc/passwd"),
                person("bad name\n", bobsKey));
        assertThat(review.unconfirmed()).isEmpty();
        assertThat(review.keyless()).containsExactly("carol");
    }

    @Test
    void secrets_that_the_user_cannot_open_stay_as_they_are_and_are_named() {
        var own = ada.list().getFirst().publicKey();
        came();
        temple.file().<Optional<String>>write(tx -> {
            long project = new Projects(temple).require(tx, "web").id();
            var documents = new SecretsPart().give(tx, project).documents();
            documents.put("secrets/OF_EVE.age", encryptedFor(evesKey));
            new SecretsPart().replace(tx, project, documents);
            return Optional.empty();
        });
        var review = review(person("ada", own), person("bob", bobsKey));
        var done = settle(review, review.unconfirmed());
        assertThat(done.locked()).containsExactly("OF_EVE");
        assertThat(done.secrets()).isEqualTo(1);
        assertThat(get("DB_PASSWORD", bob)).isEqualTo("hunter2");
    }

    private static byte[] encryptedFor(String key) {
        try {
            return Age.encrypt("e".getBytes(UTF_8), List.of(AgeRecipient.parse(key)));
        } catch (AgeFailure impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void a_recipient_that_came_with_a_state_gets_nothing_until_somebody_has_named_it_here() {
        came(evesKey);
        assertThat(refusal(() -> secrets.set("web", "NEW", "n".getBytes(UTF_8), ada, false)))
                .isEqualTo(ErrorCode.READERS_UNCONFIRMED);
        assertThat(refusal(() -> secrets.rotate("web", ada))).isEqualTo(ErrorCode.READERS_UNCONFIRMED);
        assertThat(refusal(() -> secrets.addRecipients("web", List.of(bobsKey), ada)))
                .isEqualTo(ErrorCode.READERS_UNCONFIRMED);
        assertThat(recipients()).doesNotContain(bobsKey);
        assertThat(review(person("ada"), person("eve", evesKey)).unconfirmed())
                .containsExactly(new Reader("eve", evesKey, false, true));

        secrets.addRecipients("web", List.of(evesKey), ada);
        secrets.set("web", "NEW", "n".getBytes(UTF_8), ada, false);
        assertThat(get("NEW", ring("eve"))).isEqualTo("n");
    }

    @Test
    void a_recipient_that_came_with_a_state_can_be_taken_out() {
        came(evesKey);
        secrets.revoke("web", List.of(evesKey), ada);
        secrets.set("web", "NEW", "n".getBytes(UTF_8), ada, false);
        assertThat(refusal(() -> get("NEW", ring("eve")))).isEqualTo(ErrorCode.SECRET_LOCKED);
    }

    @Test
    void whoever_is_no_reader_lets_nobody_in() {
        var review = readers.review("web", remote, Optional.of("bob"), List.of(person("bob", bobsKey)), bob);
        assertThat(review.isReader()).isFalse();
    }
}
