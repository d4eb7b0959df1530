package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.secrets.SqliteReaderStore.Known;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compares who can open a project's secrets with who works on it by the word of a server.
///
/// That word is not believed: a key that is new is listed until somebody has confirmed it here, also another key of
/// somebody known, so that a server cannot make itself a reader. That somebody has left is believed, since it lets
/// nobody
/// read more. Changes nothing; [Secrets#settle] does.
public final class Readers {
    private static final Pattern PERSON = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_KEYS = 1000;

    private final Temple temple;
    private final Projects projects;

    /// The readers of the projects of `temple`.
    public Readers(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
    }

    /// Somebody who works on a project, with the public keys of age and SSH of their profile.
    public record Person(String name, List<String> keys) {
        public Person {
            keys = List.copyOf(keys);
        }
    }

    /// A key, and whose it is by the word of the server.
    ///
    /// @param person    empty for a key that came with a state
    /// @param key       the public key on one line
    /// @param isAnother   whether that person has a key already that was confirmed here
    /// @param isRecipient whether it came with a state, and so is among the recipients already
    public record Reader(String person, String key, boolean isAnother, boolean isRecipient) {
        /// What people compare.
        public String fingerprint() {
            return recipient().fingerprint();
        }

        AgeRecipient recipient() {
            return Keys.lines((key + " " + person).strip()).getFirst();
        }
    }

    /// How those who can open the secrets differ from those who work on the project.
    ///
    /// @param recipients  how many keys can open the secrets
    /// @param isReader    whether the user is among those who can open them, and so can let others in
    /// @param unconfirmed keys for which nothing is encrypted before somebody has confirmed them
    /// @param leaving     readers who no longer work on the project, or no longer have that key
    /// @param adopted     recipients whom somebody here has named, and whose keys the server says are theirs
    /// @param keyless     those who have no key for which something could be encrypted
    public record Review(
            int recipients,
            boolean isReader,
            List<Reader> unconfirmed,
            List<Reader> leaving,
            List<Reader> adopted,
            List<String> keyless) {
        public Review {
            unconfirmed = List.copyOf(unconfirmed);
            leaving = List.copyOf(leaving);
            adopted = List.copyOf(adopted);
            keyless = List.copyOf(keyless);
        }

        /// Whether there is nothing to say and nothing to do.
        public boolean isSettled() {
            return unconfirmed.isEmpty() && leaving.isEmpty() && adopted.isEmpty();
        }
    }

    /// Compares.
    ///
    /// @param remote that speaks of the people
    /// @param me     who the user is there; when the people do not include them, nobody is taken for gone
    /// @param keys   of the user, which are readers by themselves and never taken away
    public Review review(String slug, long remote, Optional<String> me, List<Person> people, KeyRing keys) {
        var own = keys.ownKeys();
        var openable = keys.publicKeys();
        var sane = people.stream()
                .filter(person -> PERSON.matcher(person.name()).matches())
                .toList();
        boolean isComplete =
                me.isEmpty() || sane.stream().anyMatch(person -> person.name().equalsIgnoreCase(me.get()));
        return temple.file().read(tx -> {
            var project = projects.require(tx, slug);
            var recipients = new SqliteSecretStore(tx, project.id())
                    .recipients().stream().map(AgeRecipient::key).collect(Collectors.toSet());
            var known = new SqliteReaderStore(tx, project.id()).all();
            return new Comparison(remote, own, openable, recipients, known).review(sane, me, isComplete);
        });
    }

    /// What is compared.
    ///
    /// @param own      keys of the user
    /// @param openable those of them that can be used to open secrets
    private record Comparison(
            long remote, Set<String> own, Set<String> openable, Set<String> recipients, List<Known> known) {
        Review review(List<Person> people, Optional<String> me, boolean isComplete) {
            var offered = new LinkedHashMap<String, String>();
            var keyless = new ArrayList<String>();
            for (var person : people) {
                var usable = usable(person);
                usable.stream()
                        .limit(MOST_KEYS - offered.size())
                        .forEach(key -> offered.putIfAbsent(key, person.name()));
                if (usable.isEmpty() && !person.name().equalsIgnoreCase(me.orElse(""))) {
                    keyless.add(person.name());
                }
            }
            return new Review(
                    recipients.size(),
                    recipients.stream().anyMatch(openable::contains),
                    unconfirmed(offered),
                    isComplete ? leaving(offered) : List.of(),
                    adopted(offered),
                    keyless);
        }

        private Map<String, Known> byKey() {
            return known.stream().collect(Collectors.toMap(Known::key, Function.identity()));
        }

        private List<Reader> unconfirmed(Map<String, String> offered) {
            var rows = byKey();
            var found = new TreeMap<String, Reader>();
            offered.forEach((key, person) -> {
                var row = rows.get(key);
                if (!own.contains(key) && (!recipients.contains(key) || row != null && !row.isConfirmed())) {
                    found.put(key, new Reader(person, key, isKnown(person), recipients.contains(key)));
                }
            });
            known.stream()
                    .filter(row -> !row.isConfirmed() && recipients.contains(row.key()) && !own.contains(row.key()))
                    .forEach(row -> found.putIfAbsent(row.key(), new Reader("", row.key(), false, true)));
            return List.copyOf(found.values());
        }

        private boolean isKnown(String person) {
            return known.stream()
                    .anyMatch(row -> row.isConfirmed() && row.person().equalsIgnoreCase(person));
        }

        private List<Reader> leaving(Map<String, String> offered) {
            return known.stream()
                    .filter(row -> row.isConfirmed()
                            && row.remote().equals(Optional.of(remote))
                            && recipients.contains(row.key())
                            && !offered.containsKey(row.key())
                            && !own.contains(row.key()))
                    .map(row -> new Reader(row.person(), row.key(), false, true))
                    .toList();
        }

        private List<Reader> adopted(Map<String, String> offered) {
            var rows = byKey();
            return offered.entrySet().stream()
                    .filter(one -> recipients.contains(one.getKey())
                            && !own.contains(one.getKey())
                            && !rows.containsKey(one.getKey()))
                    .map(one -> new Reader(one.getValue(), one.getKey(), false, true))
                    .toList();
        }
    }

    /// The keys of a profile for which something can be encrypted, without what is written behind them.
    private static List<String> usable(Person person) {
        return person.keys().stream()
                .flatMap(text -> key(text).stream())
                .distinct()
                .toList();
    }

    private static Optional<String> key(String text) {
        try {
            return Keys.lines(text).stream().map(AgeRecipient::key).findFirst();
        } catch (TempleException unusable) {
            return Optional.empty();
        }
    }

    /// Insists that nothing is encrypted for keys that somebody else has put among the recipients.
    ///
    /// @throws TempleException with `READERS_UNCONFIRMED`
    static void requireConfirmed(Transaction tx, Project project, KeyRing keys) {
        var held = new HashSet<>(new SqliteReaderStore(tx, project.id()).held());
        if (held.isEmpty()) {
            return;
        }
        held.removeAll(keys.ownKeys());
        if (!held.isEmpty()) {
            var who = new SqliteSecretStore(tx, project.id())
                    .recipients().stream()
                            .filter(one -> held.contains(one.key()))
                            .toList();
            throw new TempleException(
                    ErrorCode.READERS_UNCONFIRMED,
                    "Recipients of the secrets of %s came with a sync, and nobody has confirmed them here: %s."
                            .formatted(project.slug(), Recipient.list(who)));
        }
    }
}
