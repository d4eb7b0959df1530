package dev.templedb.temple.environments;

import dev.templedb.analysis.nix.NixSyntax;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Environments travel as `environments/NAME.nix`, byte for byte, whether they are Nix or not.
public final class EnvironmentsPart implements ProjectPart {
    private static final String PREFIX = "environments/";
    private static final String SUFFIX = ".nix";

    @Override
    public String member() {
        return "environments";
    }

    @Override
    public Contribution give(Transaction tx, long project) {
        var documents = new TreeMap<String, byte[]>();
        var entries = new TreeMap<String, String>();
        for (var environment : new SqliteEnvironmentStore(tx, project).current()) {
            var document = PREFIX + environment.name() + SUFFIX;
            documents.put(document, environment.text().orElseThrow().getBytes(StandardCharsets.UTF_8));
            entries.put(environment.name(), document);
        }
        return new Contribution(documents, entries);
    }

    @Override
    public boolean wants(String document) {
        return name(document).isPresent();
    }

    private static Optional<String> name(String document) {
        if (!document.startsWith(PREFIX) || !document.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            var name = document.substring(PREFIX.length(), document.length() - SUFFIX.length());
            return Optional.of(Environments.name(name)).filter(name::equals);
        } catch (TempleException noName) {
            return Optional.empty();
        }
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteEnvironmentStore(tx, project);
        var taken = new HashSet<String>();
        documents.forEach((document, bytes) -> text(bytes).ifPresent(text -> {
            store.add(new Environment(
                    name(document).orElseThrow(), 1, Optional.of(text), "import", Optional.empty(), Optional.empty()));
            taken.add(document);
        }));
        return taken;
    }

    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteEnvironmentStore(tx, project);
        var later = new TreeMap<String, Optional<String>>();
        store.current().forEach(environment -> later.put(environment.name(), Optional.empty()));
        var taken = new HashSet<String>();
        documents.forEach((document, bytes) -> text(bytes).ifPresent(text -> {
            later.put(name(document).orElseThrow(), Optional.of(text));
            taken.add(document);
        }));
        later.forEach((name, text) -> {
            var versions = store.versions(name);
            if (versions.isEmpty() || !versions.getFirst().text().equals(text)) {
                store.add(new Environment(
                        name,
                        versions.isEmpty() ? 1 : versions.getFirst().version() + 1,
                        text,
                        text.isPresent() ? "import" : "remove",
                        Optional.empty(),
                        Optional.empty()));
            }
        });
        return taken;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString())
                    .filter(EnvironmentsPart::isStorable);
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    /// Whether a temple and a package can hold `text`.
    static boolean isStorable(String text) {
        return text.length() <= NixSyntax.LONGEST && text.indexOf('\0') < 0;
    }
}
