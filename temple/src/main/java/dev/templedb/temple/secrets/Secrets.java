package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeIdentity;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.secrets.SqliteSecretStore.Stored;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Keeps the secrets of projects. Each method is one transaction, with its entry in the audit log.
///
/// Values are bytes; whoever hands one in or gets one wipes it. No exception holds one.
public final class Secrets {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,199}");
    private static final int MOST_BYTES = 1 << 20;

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The secrets in `temple`.
    public Secrets(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// A secret that was set.
    ///
    /// @param madeKey the key that was made for the user, because there was none
    public record SetSecret(Secret secret, Optional<OwnKey> madeKey) {}

    /// What re-encrypting did.
    ///
    /// @param secrets how many secrets were re-encrypted, with all their versions
    /// @param exposed names of the secrets that somebody who left could read, and that should get a new value
    /// @param added   keys that were added
    /// @param locked  names of the secrets that stay as they are, because none of the user's keys opens them
    public record Rewrapped(long secrets, List<String> exposed, List<String> added, List<String> locked) {
        public Rewrapped {
            exposed = List.copyOf(exposed);
            added = List.copyOf(added);
            locked = List.copyOf(locked);
        }
    }

    /// Gives a secret a value. The first secret of a project makes the user its first recipient, and makes them a
    /// key if
    /// they have none. Names that differ in case only are one secret, which keeps the spelling that it has.
    ///
    /// @param mustExist whether only a secret that is there gets a new value
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `SECRET_INVALID` or `SECRET_NOT_FOUND`, or `SECRET_LOCKED`
    /// when
    ///                         none of `keys` is a recipient: a package may have brought recipients whom nobody
    /// chose
    public SetSecret set(String slug, String name, byte[] value, KeyRing keys, boolean mustExist) {
        requireName(name);
        if (value.length > MOST_BYTES) {
            throw invalid("A secret can have 1,048,576 bytes at most; this one has %d.".formatted(value.length));
        }
        // A key is made before the transaction, which may run twice when another process writes.
        projects.require(slug);
        var own = hasRecipients(slug) ? Optional.<KeyRing.Own>empty() : Optional.of(keys.own());
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteSecretStore(tx, project.id());
            if (mustExist) {
                require(store, slug, name);
            }
            var recipients = store.recipients();
            if (recipients.isEmpty()) {
                own.ifPresent(ring -> ring.recipients().forEach(store::addRecipient));
                recipients = store.recipients();
            } else if (!keys.isAmong(recipients)) {
                throw isForOthers(slug, name, recipients);
            }
            Readers.requireConfirmed(tx, project, keys);
            requireSameSpelling(store, slug, name);
            store.add(name, AgeFiles.encrypt(value, recipients), AgeFiles.keys(recipients), now(), temple.user());
            var secret = require(store, slug, name).secret();
            record(tx, mustExist ? "secret rotate" : "secret set", project, named(secret));
            return new SetSecret(secret, own.flatMap(KeyRing.Own::made));
        });
    }

    private static TempleException isForOthers(String slug, String name, List<AgeRecipient> recipients) {
        return new TempleException(
                ErrorCode.SECRET_LOCKED,
                ("The secret %s of %s was not set, because none of your keys could open it. Its recipients are %s."
                                + " Add a key of yours with `templedb secret recipients add` first.")
                        .formatted(name, slug, Recipient.list(recipients)));
    }

    private static void requireSameSpelling(SqliteSecretStore store, String slug, String name) {
        store.find(name)
                .map(stored -> stored.secret().name())
                .filter(there -> !there.equals(name))
                .ifPresent(there -> {
                    throw invalid("The secret %s of %s is spelled %s. Names that differ in case only are one secret."
                            .formatted(name, slug, there));
                });
    }

    private boolean hasRecipients(String slug) {
        return temple.file()
                .read(tx -> !new SqliteSecretStore(
                                tx, projects.require(tx, slug).id())
                        .recipients()
                        .isEmpty());
    }

    /// Opens a secret, which the audit log remembers. The caller wipes the value.
    ///
    /// @param version an old value; the present one when empty
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `SECRET_NOT_FOUND` or `SECRET_LOCKED`
    public byte[] get(String slug, String name, Optional<Long> version, KeyRing keys) {
        requireThere(slug, name, version);
        var identities = keys.identities();
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var found = find(new SqliteSecretStore(tx, project.id()), slug, name, version);
            var value = AgeFiles.open(found, identities);
            audit.record(tx, "secret get", project.slug().text(), named(found.secret()));
            return value;
        });
    }

    /// Opens every secret of a project for a program that needs them, which the audit log remembers under `action`.
    /// The
    /// caller wipes the values.
    ///
    /// @throws TempleException with `SECRET_LOCKED` when one of them cannot be opened
    public Map<String, byte[]> openAll(String slug, String action, KeyRing keys) {
        if (list(slug).isEmpty()) {
            return Map.of();
        }
        var identities = keys.identities();
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var values = new LinkedHashMap<String, byte[]>();
            for (var stored : new SqliteSecretStore(tx, project.id()).current()) {
                values.put(stored.secret().name(), AgeFiles.open(stored, identities));
            }
            audit.record(
                    tx,
                    action,
                    project.slug().text(),
                    Json.Obj.empty().with("secrets", Json.Arr.ofTexts(values.keySet())));
            return values;
        });
    }

    private void requireThere(String slug, String name, Optional<Long> version) {
        temple.file()
                .read(tx -> find(
                        new SqliteSecretStore(tx, projects.require(tx, slug).id()), slug, name, version));
    }

    /// The secrets of a project by name, without their values.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Secret> list(String slug) {
        return temple.file()
                .read(tx -> new SqliteSecretStore(tx, projects.require(tx, slug).id())
                        .current().stream().map(Stored::secret).toList());
    }

    /// Every value that the secrets of a project have had, without the values.
    public List<Secret> history(String slug) {
        return temple.file()
                .read(tx -> new SqliteSecretStore(tx, projects.require(tx, slug).id())
                        .history().stream().map(Stored::secret).toList());
    }

    /// Gives a secret another name; its history goes along.
    ///
    /// @throws TempleException with `SECRET_NOT_FOUND`, `SECRET_INVALID` or `SECRET_ALREADY_EXISTS`
    public void rename(String slug, String name, String newName) {
        requireName(newName);
        temple.file().<Optional<String>>write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteSecretStore(tx, project.id());
            var secret = require(store, slug, name).secret();
            if (!secret.name().equalsIgnoreCase(newName) && store.hasHistory(newName)) {
                throw new TempleException(
                        ErrorCode.SECRET_ALREADY_EXISTS,
                        "Project %s has or had a secret %s already.".formatted(slug, newName));
            }
            store.rename(secret.name(), newName);
            record(tx, "secret rename", project, named(secret).with("to", newName));
            return Optional.empty();
        });
    }

    /// Removes a secret. Its values stay encrypted in the history, from where [#restore] and undoing bring it back.
    ///
    /// @throws TempleException with `SECRET_NOT_FOUND`
    public void remove(String slug, String name) {
        temple.file().<Optional<String>>write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteSecretStore(tx, project.id());
            var secret = require(store, slug, name).secret();
            store.remove(secret.name(), now());
            record(tx, "secret remove", project, named(secret));
            projects.removed()
                    .recordChange(
                            tx,
                            project,
                            SecretValues.PART,
                            "secret remove",
                            secret.name(),
                            List.of(SecretValues.removed(secret)));
            return Optional.empty();
        });
    }

    /// Brings back a secret that was removed, with the value and the history that it had. Whoever left since then
    /// and
    /// could read it is known still.
    ///
    /// @throws TempleException with `SECRET_NOT_FOUND` when there is no such secret, or it is not removed
    public Secret restore(String slug, String name) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteSecretStore(tx, project.id());
            if (!store.restore(name)) {
                throw notFound(slug, "removed secret " + printable(name));
            }
            var secret = require(store, slug, name).secret();
            record(tx, "secret restore", project, named(secret));
            projects.removed().forgetChange(tx, project, SecretValues.PART, SecretValues.removed(secret));
            return secret;
        });
    }

    /// Who can open the secrets of a project.
    public List<Recipient> recipients(String slug) {
        return temple.file()
                .read(tx -> new SqliteSecretStore(tx, projects.require(tx, slug).id())
                        .recipients().stream().map(Keys::recipient).toList());
    }

    /// Re-encrypts every secret, in every version, to the recipients of the project.
    ///
    /// @throws TempleException with `SECRET_LOCKED` when one of them cannot be opened; then nothing is changed
    public Rewrapped rotate(String slug, KeyRing keys) {
        return rewrap(slug, keys, new RecipientChange("secret rotate", List.of(), List.of(), false));
    }

    /// Lets others open the secrets too.
    ///
    /// @param named public keys, or files that hold some
    /// @throws TempleException with `KEY_INVALID`, or as [#rotate]
    public Rewrapped addRecipients(String slug, List<String> named, KeyRing keys) {
        var added = named.stream().flatMap(one -> Keys.named(one).stream()).toList();
        return rewrap(slug, keys, new RecipientChange("secret recipients add", added, List.of(), false));
    }

    /// Takes recipients away: every secret is encrypted again to the rest. What the leavers could read they may
    /// have
    /// kept, so those secrets are listed, and marked until they get a new value.
    ///
    /// @param named public keys, files that hold some, or comments of recipients
    /// @throws TempleException with `RECIPIENT_NOT_FOUND`, `LAST_RECIPIENT`, or as [#rotate]
    public Rewrapped revoke(String slug, List<String> named, KeyRing keys) {
        var present = temple.file()
                .read(tx -> new SqliteSecretStore(tx, projects.require(tx, slug).id()).recipients());
        var leaving = named.stream()
                .flatMap(one -> Leavers.of(slug, one, present).stream())
                .distinct()
                .toList();
        return rewrap(slug, keys, new RecipientChange("secret revoke", List.of(), leaving, false));
    }

    /// Lets the people of a server open the secrets whom somebody has confirmed here, and takes away those who no
    /// longer work on the project there, as [#revoke] does. Secrets that none of `keys` opens stay as they are, and
    /// are listed.
    ///
    /// @param remote    that speaks of them
    /// @param confirmed among those of `review` that were not
    public Rewrapped settle(
            String slug, long remote, Readers.Review review, List<Readers.Reader> confirmed, KeyRing keys) {
        boolean changes = !confirmed.isEmpty() || !review.leaving().isEmpty();
        var identities = changes ? keys.identities() : List.<AgeIdentity>of();
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var readers = new SqliteReaderStore(tx, project.id());
            Stream.concat(review.adopted().stream(), confirmed.stream())
                    .filter(reader -> !reader.person().isEmpty())
                    .forEach(reader -> readers.confirm(reader.key(), reader.person(), remote, now()));
            if (!changes) {
                return new Rewrapped(0, List.of(), List.of(), List.of());
            }
            var change = new RecipientChange(
                    "secret readers",
                    confirmed.stream().map(Readers.Reader::recipient).toList(),
                    review.leaving().stream().map(Readers.Reader::recipient).toList(),
                    true);
            return rewrap(tx, project, keys, identities, change);
        });
    }

    /// Takes over the secrets of a project that was just imported: opens each, and encrypts it to the user's own
    /// keys
    /// besides the recipients that it came with.
    ///
    /// @param keys with the key that opens them
    /// @throws TempleException with `SECRET_LOCKED` when one of them cannot be opened; then nothing is changed
    public Rewrapped takeOver(String slug, KeyRing keys) {
        return temple.file().write(tx -> takeOver(tx, slug, keys));
    }

    /// Takes over as [#takeOver(String, KeyRing)] does, in the transaction that imports the project.
    public Rewrapped takeOver(Transaction tx, String slug, KeyRing keys) {
        var project = projects.require(tx, slug);
        var current = new SqliteSecretStore(tx, project.id()).current();
        if (current.isEmpty()) {
            return new Rewrapped(0, List.of(), List.of(), List.of());
        }
        var identities = keys.identities();
        // First of all, so that no key is made for somebody who cannot open them.
        current.forEach(stored -> Arrays.fill(AgeFiles.open(stored, identities), (byte) 0));
        return rewrap(
                tx,
                project,
                keys,
                identities,
                new RecipientChange("secret decrypt", keys.own().recipients(), List.of(), false));
    }

    private Rewrapped rewrap(String slug, KeyRing keys, RecipientChange change) {
        var identities = list(slug).isEmpty() ? List.<AgeIdentity>of() : keys.identities();
        return temple.file().write(tx -> rewrap(tx, projects.require(tx, slug), keys, identities, change));
    }

    private Rewrapped rewrap(
            Transaction tx, Project project, KeyRing keys, List<AgeIdentity> identities, RecipientChange change) {
        var done = change.run(tx, project, keys, identities);
        var details = Json.Obj.empty().with("secrets", done.secrets());
        var leaving = AgeFiles.keys(change.leaving());
        record(tx, change.action(), project, withKeys(withKeys(details, "added", done.added()), "removed", leaving));
        return done;
    }

    /// The documents of the secrets, encrypted anew to other recipients than the project's.
    ///
    /// @throws TempleException with `KEY_INVALID` or `SECRET_LOCKED`
    public Map<String, byte[]> encryptedFor(String slug, List<String> named, KeyRing keys) {
        var recipients = named.stream()
                .flatMap(one -> Keys.named(one).stream())
                .distinct()
                .toList();
        var identities = keys.identities();
        return temple.file().read(tx -> {
            var store = new SqliteSecretStore(tx, projects.require(tx, slug).id());
            var ciphertexts = new LinkedHashMap<String, byte[]>();
            for (var stored : store.current()) {
                var value = AgeFiles.open(stored, identities);
                ciphertexts.put(stored.secret().name(), AgeFiles.encrypt(value, recipients));
                Arrays.fill(value, (byte) 0);
            }
            return SecretsPart.documents(ciphertexts, recipients);
        });
    }

    private static Stored find(SqliteSecretStore store, String slug, String name, Optional<Long> version) {
        return version.map(number -> store.find(name, number)
                        .orElseThrow(
                                () -> notFound(slug, "version %d of the secret %s".formatted(number, printable(name)))))
                .orElseGet(() -> require(store, slug, name));
    }

    private static Stored require(SqliteSecretStore store, String slug, String name) {
        return store.find(name).orElseThrow(() -> notFound(slug, "secret " + printable(name)));
    }

    /// What is no name may be a value that somebody typed in the wrong place.
    private static String printable(String name) {
        return NAME.matcher(name).matches() ? name : "of that name";
    }

    private static TempleException notFound(String slug, String what) {
        return new TempleException(
                ErrorCode.SECRET_NOT_FOUND, "Project %s has no %s.".formatted(Printable.text(slug), what));
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("This cannot be the name of a secret.");
        }
    }

    private static TempleException invalid(String message) {
        return new TempleException(ErrorCode.SECRET_INVALID, message);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static Json.Obj named(Secret secret) {
        return Json.Obj.empty().with("name", secret.name()).with("version", secret.version());
    }

    private static Json.Obj withKeys(Json.Obj details, String name, List<String> keys) {
        return keys.isEmpty() ? details : details.with(name, Json.Arr.ofTexts(keys));
    }

    private void record(Transaction tx, String action, Project project, Json.Obj details) {
        projects.touch(tx, project.id());
        audit.record(tx, action, project.slug().text(), details);
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
