package dev.templedb.temple.variables;

import dev.templedb.core.TempleException;
import dev.templedb.packages.dotenv.Dotenv;
import dev.templedb.packages.dotenv.InvalidDotenv;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Variables travel as `environments/NAME.env`, one document for each environment.
public final class VariablesPart implements ProjectPart {
    private static final String PREFIX = "environments/";
    private static final String SUFFIX = ".env";

    @Override
    public String member() {
        return "variables";
    }

    @Override
    public Contribution give(Transaction tx, long project) {
        var environments = new TreeMap<String, SortedMap<String, String>>();
        for (var variable : new SqliteVariableStore(tx, project).all()) {
            environments
                    .computeIfAbsent(variable.environment(), name -> new TreeMap<>())
                    .put(variable.name(), variable.value());
        }
        var documents = new TreeMap<String, byte[]>();
        var entries = new TreeMap<String, String>();
        environments.forEach((environment, values) -> {
            var document = PREFIX + environment + SUFFIX;
            documents.put(document, Dotenv.write(values).getBytes(StandardCharsets.UTF_8));
            entries.put(environment, document);
        });
        return new Contribution(documents, entries);
    }

    @Override
    public boolean wants(String document) {
        return document.startsWith(PREFIX)
                && document.endsWith(SUFFIX)
                && document.indexOf('/', PREFIX.length()) < 0
                && environment(document).isPresent();
    }

    private static Optional<String> environment(String document) {
        try {
            var name = document.substring(PREFIX.length(), document.length() - SUFFIX.length());
            return Optional.of(Variables.environment(name)).filter(name::equals);
        } catch (TempleException noName) {
            return Optional.empty();
        }
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteVariableStore(tx, project);
        var taken = new HashSet<String>();
        documents.forEach((document, bytes) -> {
            var values = read(bytes);
            if (values.isPresent() && !values.get().isEmpty()) {
                var environment = environment(document).orElseThrow();
                values.get().forEach((name, value) -> store.put(environment, name, value, Instant.EPOCH));
                taken.add(document);
            }
        });
        return taken;
    }

    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteVariableStore(tx, project);
        var later = new HashMap<String, Set<String>>();
        documents.forEach((document, bytes) -> read(bytes).ifPresent(values -> later.put(document, values.keySet())));
        for (var variable : store.all()) {
            var names = later.getOrDefault(PREFIX + variable.environment() + SUFFIX, Set.of());
            if (!names.contains(variable.name())) {
                store.remove(variable.environment(), variable.name());
            }
        }
        return take(tx, project, documents);
    }

    private static Optional<SequencedMap<String, String>> read(byte[] bytes) {
        try {
            var values = Dotenv.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            values.forEach(Variables::require);
            return Optional.of(values);
        } catch (CharacterCodingException | InvalidDotenv | TempleException unreadable) {
            return Optional.empty();
        }
    }
}
