package dev.templedb.temple.registry;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Team and hosting facts travel as `metadata/registry.json`.
public final class RegistryPart implements ProjectPart {
    @Override
    public String member() {
        return "registry";
    }

    /// The document that the facts came in, as long as they are what it says; otherwise one that keeps what nobody
    /// here knows of it.
    @Override
    public Contribution give(Transaction tx, long project) {
        var store = new SqliteRegistryStore(tx, project);
        var came = store.document();
        var facts = RegistryDocument.of(store.people(), store.hosting());
        if (came.isEmpty() && facts.isEmpty()) {
            return Contribution.none();
        }
        var bytes = came.filter(document -> RegistryDocument.read(document).equals(Optional.of(facts)))
                .orElseGet(() -> facts.write(came.map(RegistryDocument::json).orElse(Json.Obj.empty())));
        return Contribution.of(
                Map.of(RegistryDocument.NAME, bytes),
                Map.of("team", RegistryDocument.NAME, "hosting", RegistryDocument.NAME));
    }

    @Override
    public boolean wants(String document) {
        return document.equals(RegistryDocument.NAME);
    }

    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        new SqliteRegistryStore(tx, project).clear();
        return take(tx, project, documents);
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var bytes = documents.get(RegistryDocument.NAME);
        var facts = Optional.ofNullable(bytes).flatMap(RegistryDocument::read);
        if (bytes == null || facts.isEmpty()) {
            return Set.of();
        }
        var store = new SqliteRegistryStore(tx, project);
        facts.get().members().forEach(name -> store.put(Role.MEMBER, name));
        facts.get().contributors().forEach(name -> store.put(Role.CONTRIBUTOR, name));
        if (!facts.get().hosting().equals(Hosting.NONE)) {
            store.setHosting(facts.get().hosting());
        }
        store.setDocument(bytes);
        return Set.of(RegistryDocument.NAME);
    }
}
