package dev.templedb.temple.deployments;

import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Targets travel as `deployments/targets.json`, or as the `deployments/deploy.json` in which the Python tool brought
/// them.
public final class TargetsPart implements ProjectPart {
    private static final List<String> DOCUMENTS = List.of(TargetsDocument.OURS, TargetsDocument.PYTHON);

    @Override
    public String member() {
        return "targets";
    }

    @Override
    public Contribution give(Transaction tx, long project) {
        var store = new SqliteTargetStore(tx, project);
        var document = store.document();
        if (document.isEmpty()) {
            return Contribution.none();
        }
        var entries = new TreeMap<String, String>();
        store.targets()
                .forEach(target -> entries.put(target.name(), document.get().name()));
        var documents = new TreeMap<String, byte[]>();
        documents.put(document.get().name(), document.get().bytes());
        return new Contribution(documents, entries);
    }

    @Override
    public boolean wants(String document) {
        return DOCUMENTS.contains(document);
    }

    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        new SqliteTargetStore(tx, project).clear();
        return take(tx, project, documents);
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        for (var name : DOCUMENTS) {
            var bytes = documents.get(name);
            if (bytes != null) {
                var document = new TargetsDocument(name, bytes);
                if (document.targets().filter(targets -> !targets.isEmpty()).isPresent()) {
                    new SqliteTargetStore(tx, project).put(document);
                    return Set.of(name);
                }
            }
        }
        return Set.of();
    }
}
