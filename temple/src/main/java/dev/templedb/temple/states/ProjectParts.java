package dev.templedb.temple.states;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.objects.DocumentPieces;
import dev.templedb.temple.objects.StoredObjects;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keeps the documents of one project in step with its [parts][ProjectPart], inside one transaction.
final class ProjectParts {
    private final Transaction tx;
    private final long project;
    private final StoredObjects stored;
    private final SqliteDocumentStore documents;
    private final List<ProjectPart> parts;

    ProjectParts(Transaction tx, long project, StoredObjects stored) {
        this.tx = tx;
        this.project = project;
        this.stored = stored;
        this.documents = new SqliteDocumentStore(tx, project);
        this.parts = Loaded.PARTS;
    }

    /// Looked up once, when the first state is described.
    private static final class Loaded {
        static final List<ProjectPart> PARTS =
                ServiceLoader.load(ProjectPart.class, ProjectPart.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .sorted(Comparator.comparing(ProjectPart::member))
                        .toList();
    }

    /// Writes what the parts say now as documents, and drops documents that a part no longer gives.
    ///
    /// @return the members of the state that the parts fill
    Map<String, Json> refresh() {
        var members = new LinkedHashMap<String, Json>();
        var pieces = new ArrayList<byte[]>();
        var replaced = new HashSet<Sha256>();
        var before = documents.owned();
        for (var part : parts) {
            var given = part.give(tx, project);
            refresh(before, part, given, pieces, replaced);
            var entries = new LinkedHashMap<String, Json>();
            given.entries().forEach((name, document) -> entries.put(name, new Json.Str(document)));
            members.put(part.member(), Json.object(entries));
        }
        if (!pieces.isEmpty() || !replaced.isEmpty()) {
            replaced.removeAll(new HashSet<>(documents.all().values()));
            new DocumentPieces(tx, stored).replace(project, pieces, replaced);
        }
        return members;
    }

    private void refresh(
            Map<String, SqliteDocumentStore.Owned> before,
            ProjectPart part,
            ProjectPart.Contribution given,
            List<byte[]> pieces,
            Set<Sha256> replaced) {
        given.documents().forEach((name, bytes) -> {
            var hash = Sha256.of(bytes);
            var known = before.get(name);
            if (known == null || !hash.equals(known.hash()) || !part.member().equals(known.part())) {
                documents.put(name, hash, part.member());
            }
            if (known == null || !hash.equals(known.hash())) {
                pieces.add(bytes);
            }
            if (known != null && !hash.equals(known.hash())) {
                replaced.add(known.hash());
            }
        });
        before.forEach((name, known) -> {
            boolean isGiven =
                    given.documents().containsKey(name) || given.kept().contains(name);
            if (part.member().equals(known.part()) && !isGiven) {
                documents.remove(name);
                replaced.add(known.hash());
            }
        });
    }

    /// Keeps the documents of an imported state, and lets each part take those that it can read.
    void take(Map<String, Sha256> imported) {
        var takers = new HashMap<String, String>();
        for (var part : parts) {
            var wanted = wanted(part, imported, takers);
            if (!wanted.isEmpty()) {
                part.take(tx, project, wanted).forEach(name -> takers.put(name, part.member()));
            }
        }
        imported.forEach((name, hash) -> documents.put(name, hash, takers.get(name)));
    }

    /// Puts the documents of a later state in the place of those that are here.
    ///
    /// @param kept the parts, by member, of which the later state says nothing: they and the documents in their
    /// directories
    ///             stay as they are
    void replace(Map<String, Sha256> imported, Set<String> kept) {
        var takers = new HashMap<String, String>();
        for (var part : parts) {
            if (!kept.contains(part.member())) {
                part.replace(tx, project, wanted(part, imported, takers))
                        .forEach(name -> takers.put(name, part.member()));
            }
        }
        documents.all().keySet().stream()
                .filter(name ->
                        !imported.containsKey(name) && kept.stream().noneMatch(member -> name.startsWith(member + "/")))
                .forEach(documents::remove);
        imported.forEach((name, hash) -> documents.put(name, hash, takers.get(name)));
    }

    /// What the parts have to say of the documents that an import brought.
    static List<String> announcements(Transaction tx, long project, Set<String> imported, Supplier<Set<String>> own) {
        return Loaded.PARTS.stream()
                .flatMap(part -> {
                    var wanted = imported.stream().filter(part::wants).collect(Collectors.toSet());
                    return wanted.isEmpty() ? Stream.empty() : part.announce(tx, project, wanted, own).stream();
                })
                .toList();
    }

    private SortedMap<String, byte[]> wanted(
            ProjectPart part, Map<String, Sha256> imported, Map<String, String> takers) {
        var wanted = new TreeMap<String, byte[]>();
        imported.forEach((name, hash) -> {
            if (!takers.containsKey(name) && part.wants(name)) {
                wanted.put(name, stored.piece(hash));
            }
        });
        return wanted;
    }
}
