package dev.templedb.temple.secrets;

import dev.templedb.core.TempleException;
import dev.templedb.packages.age.Age;
import dev.templedb.packages.age.AgeRecipient;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Secrets travel as `secrets/NAME.age`, one age file each, and `secrets/recipients.txt`.
public final class SecretsPart implements ProjectPart {
    /// What all documents with secrets begin with, also those of other tools.
    public static final String PREFIX = "secrets/";

    private static final String SUFFIX = ".age";
    private static final String RECIPIENTS = PREFIX + "recipients.txt";

    @Override
    public String member() {
        return "secrets";
    }

    @Override
    public Contribution give(Transaction tx, long project) {
        var store = new SqliteSecretStore(tx, project);
        var ciphertexts = new TreeMap<String, byte[]>();
        store.current().forEach(stored -> ciphertexts.put(stored.secret().name(), stored.ciphertext()));
        var entries = new TreeMap<String, String>();
        ciphertexts.keySet().forEach(name -> entries.put(name, PREFIX + name + SUFFIX));
        return Contribution.of(documents(ciphertexts, store.recipients()), entries);
    }

    static SortedMap<String, byte[]> documents(Map<String, byte[]> ciphertexts, List<AgeRecipient> recipients) {
        var documents = new TreeMap<String, byte[]>();
        ciphertexts.forEach((name, ciphertext) -> documents.put(PREFIX + name + SUFFIX, ciphertext));
        if (!recipients.isEmpty()) {
            var lines = new StringBuilder();
            recipients.forEach(one ->
                    lines.append((one.key() + " " + one.comment()).strip()).append('\n'));
            documents.put(RECIPIENTS, lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        return documents;
    }

    @Override
    public boolean wants(String document) {
        return document.equals(RECIPIENTS) || isSecret(document);
    }

    /// The name of the secret that a document holds, if it holds one.
    public static Optional<String> secretName(String document) {
        return isSecret(document) ? Optional.of(name(document)) : Optional.empty();
    }

    /// Who will be able to read the secrets that are set from now on.
    @Override
    public Optional<String> announce(Transaction tx, long project, Set<String> documents, Supplier<Set<String>> own) {
        if (!documents.contains(RECIPIENTS)) {
            return Optional.empty();
        }
        var recipients = new SqliteSecretStore(tx, project)
                .recipients().stream()
                        .filter(one -> !own.get().contains(one.key()))
                        .toList();
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        var held = new HashSet<>(new SqliteReaderStore(tx, project).held());
        held.retainAll(recipients.stream().map(AgeRecipient::key).collect(Collectors.toSet()));
        if (!held.isEmpty()) {
            return Optional.of(
                    ("Recipients of secrets came along that nobody has confirmed here, and nothing is encrypted for them: %s."
                                    + " Take them with `templedb secret recipients add` once their owner has told you that the key is theirs,"
                                    + " or take them out with `templedb secret revoke`.")
                            .formatted(Recipient.list(recipients.stream()
                                    .filter(one -> held.contains(one.key()))
                                    .toList())));
        }
        var readers = Recipient.list(recipients);
        return Optional.of(("The package says who can read the secrets that you set in this project: %s."
                        + " Take out those whom you do not trust with `templedb secret revoke`.")
                .formatted(readers));
    }

    private static boolean isSecret(String document) {
        return document.startsWith(PREFIX) && document.endsWith(SUFFIX) && Secrets.isName(name(document));
    }

    private static String name(String document) {
        return document.substring(PREFIX.length(), document.length() - SUFFIX.length());
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteSecretStore(tx, project);
        var taken = new HashSet<String>();
        var list = documents.get(RECIPIENTS);
        if (list != null && takeRecipients(store, list)) {
            taken.add(RECIPIENTS);
        }
        var keys = store.recipients().stream().map(AgeRecipient::key).toList();
        // Names are equal without regard to case; a package that has two such secrets brings the first.
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        documents.forEach((document, bytes) -> {
            if (isSecret(document) && Age.isEncrypted(bytes) && names.add(name(document))) {
                boolean isKnown = store.find(name(document))
                        .filter(here -> Arrays.equals(here.ciphertext(), bytes))
                        .isPresent();
                if (!isKnown) {
                    store.add(name(document), bytes, keys, Instant.EPOCH, "");
                }
                taken.add(document);
            }
        });
        return taken;
    }

    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteSecretStore(tx, project);
        var later = documents.keySet().stream()
                .filter(SecretsPart::isSecret)
                .map(document -> name(document).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var before = store.recipients();
        before.forEach(store::removeRecipient);
        store.current().stream()
                .map(stored -> stored.secret().name())
                .filter(name -> !later.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> store.remove(name, Instant.EPOCH));
        var taken = take(tx, project, documents);
        var readers = new SqliteReaderStore(tx, project);
        store.recipients().stream().filter(one -> !before.contains(one)).forEach(one -> readers.hold(one.key()));
        return taken;
    }

    private static boolean takeRecipients(SqliteSecretStore store, byte[] list) {
        try {
            var recipients = Keys.lines(new String(list, StandardCharsets.UTF_8));
            recipients.forEach(store::addRecipient);
            return !recipients.isEmpty();
        } catch (TempleException unreadable) {
            return false;
        }
    }
}
