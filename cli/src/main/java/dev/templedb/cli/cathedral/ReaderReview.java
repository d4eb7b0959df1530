package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.Temple;
import dev.templedb.temple.remotes.Links;
import dev.templedb.temple.remotes.NamedRemote;
import dev.templedb.temple.remotes.Remote;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Tracking;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Readers;
import dev.templedb.temple.secrets.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Lets those open a project's secrets who work on it on the server, and nobody any more who no longer does: before a
/// push
/// that takes the secrets along. Every new key is shown, and used only when the person here says so.
final class ReaderReview {
    private final Value<String[]> trusted;
    private final UserKeys.Option ageKeys;
    private final UserKeys keys;
    private final Terminal terminal;

    /// Adds its options.
    ReaderReview(Usage usage, UserKeys keys, Terminal terminal) {
        trusted = usage.options(
                "--trust-key",
                "FINGERPRINT",
                "Encrypt the secrets for this key of a collaborator, too, whose owner has told you its fingerprint; may be repeated.");
        ageKeys = new UserKeys.Option(usage);
        this.keys = keys;
        this.terminal = terminal;
    }

    /// Reviews every project here that follows `ref` and shares its secrets there.
    ///
    /// @return what a person should know, in sentences
    List<String> run(Temple temple, RemoteDoor door, NamedRemote named, RemoteRef ref) {
        var links = new Links(temple);
        var said = new ArrayList<String>();
        for (var slug : links.withSecrets(named, ref)) {
            var tracking = links.tracking(slug, named).orElseThrow();
            said.addAll(door.with(named, remote -> run(temple, remote, tracking, slug)));
            said.add("`templedb cathedral push %s` sends what was encrypted anew.".formatted(slug));
        }
        return said;
    }

    /// Reviews, asks and encrypts anew.
    ///
    /// @return what a person should know, in sentences
    List<String> run(Temple temple, Remote remote, Tracking tracking, String slug) {
        var people = remote.people(tracking.ref());
        if (people.isEmpty()) {
            return List.of();
        }
        var ring = keys.ringThatAsksOnce(ageKeys.get());
        var review = new Readers(temple).review(slug, tracking.remote().id(), remote.me(), people.get(), ring);
        if (review.recipients() == 0) {
            return List.of();
        }
        var said = new ArrayList<String>();
        if (!review.keyless().isEmpty()) {
            said.add(
                    "%s no key in the profile that the secrets could be encrypted for; `templedb cathedral key add` puts one there."
                            .formatted(
                                    named(review.keyless()) + (review.keyless().size() == 1 ? " has" : " have")));
        }
        if (review.isSettled()) {
            return said;
        }
        if (!review.isReader()) {
            said.add("The secrets of %s are encrypted as before: none of your keys opens them.".formatted(slug));
            return said;
        }
        return settle(temple, tracking, slug, review, ring, said);
    }

    private List<String> settle(
            Temple temple, Tracking tracking, String slug, Readers.Review review, KeyRing ring, List<String> said) {
        var confirmed = review.unconfirmed().stream()
                .filter(reader -> isConfirmed(reader, tracking, slug))
                .toList();
        var held = review.unconfirmed().stream()
                .filter(reader -> !confirmed.contains(reader))
                .toList();
        held.forEach(reader -> said.add(pending(reader, slug)));
        if (held.stream().anyMatch(Readers.Reader::isRecipient)) {
            said.add("The secrets of %s are encrypted as before until that is decided.".formatted(slug));
            return said;
        }
        var done = new Secrets(temple).settle(slug, tracking.remote().id(), review, confirmed, ring);
        if (!done.added().isEmpty()) {
            said.add("Encrypted %s of %s for %s, too."
                    .formatted(Quantities.count(done.secrets(), "secret"), slug, owners(confirmed)));
        }
        if (!review.leaving().isEmpty()) {
            said.add(gone(review.leaving(), done, slug));
        }
        if (!done.locked().isEmpty()) {
            said.add(
                    "None of your keys opens %s, so those stay encrypted as they were; somebody who can open them has to push."
                            .formatted(String.join(", ", done.locked())));
        }
        return said;
    }

    private boolean isConfirmed(Readers.Reader reader, Tracking tracking, String slug) {
        var given = List.of(trusted.get());
        if (given.contains(reader.fingerprint()) || given.contains(reader.key())) {
            return true;
        }
        if (!terminal.canAsk()) {
            return false;
        }
        terminal.note("%s: %s. Ask for it by another way than %s."
                .formatted(
                        claim(reader),
                        reader.fingerprint(),
                        Printable.text(tracking.remote().address())));
        return terminal.confirm("Encrypt the secrets of %s for it, too?".formatted(slug));
    }

    private static String claim(Readers.Reader reader) {
        if (reader.person().isEmpty()) {
            return "A key has come with a sync, by whomever it was put there";
        }
        return reader.isAnother()
                ? "%s has ANOTHER key than the one that was confirmed here, by the word of the server"
                        .formatted(reader.person())
                : "%s has a key that nobody has confirmed here, by the word of the server".formatted(reader.person());
    }

    private static String pending(Readers.Reader reader, String slug) {
        return "%s: %s. The secrets of %s are not encrypted for it. Ask its owner by another way than the server, then push with --trust-key %s."
                .formatted(claim(reader), reader.fingerprint(), slug, reader.fingerprint());
    }

    private static String gone(List<Readers.Reader> leaving, Secrets.Rewrapped done, String slug) {
        var who = owners(leaving);
        var sentence =
                "%s no longer works on the project, or no longer has the key: the secrets of %s are encrypted anew without it."
                        .formatted(who, slug);
        return done.exposed().isEmpty()
                ? sentence
                : sentence
                        + " They could read %s; give each a new value with `templedb secret rotate %s NAME --value`."
                                .formatted(String.join(", ", done.exposed()), slug);
    }

    private static String owners(List<Readers.Reader> readers) {
        Set<String> names = readers.stream().map(Readers.Reader::person).collect(Collectors.toCollection(TreeSet::new));
        return named(List.copyOf(names));
    }

    private static String named(List<String> names) {
        return names.stream().map(Printable::text).collect(Collectors.joining(", "));
    }
}
