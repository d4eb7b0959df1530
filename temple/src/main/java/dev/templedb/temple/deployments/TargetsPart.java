package dev.templedb.temple.deployments;

import dev.templedb.core.Printable;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Targets travel as `deployments/targets.json`, or as the `deployments/deploy.json` in which the Python tool brought
/// them.
public final class TargetsPart implements ProjectPart {
    private static final List<String> DOCUMENTS = List.of(TargetsDocument.OURS, TargetsDocument.PYTHON);

    private static final int MOST_SHOWN = 10;
    private static final int LONGEST_SHOWN = 300;

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

    /// Which targets came, and what they run.
    @Override
    public Optional<String> announce(Transaction tx, long project, Set<String> documents, Supplier<Set<String>> own) {
        var targets = new SqliteTargetStore(tx, project).targets();
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(("The package brought deployment targets, which run programs of the package: %s."
                        + " Look at them with `templedb deploy target show` before you run one.")
                .formatted(targets.stream()
                                .limit(MOST_SHOWN)
                                .map(TargetsPart::whatRuns)
                                .collect(Collectors.joining("; "))
                        + (targets.size() > MOST_SHOWN ? "; and %d more".formatted(targets.size() - MOST_SHOWN) : "")));
    }

    private static String whatRuns(Target target) {
        var runs = new ArrayList<String>();
        runs.add(target.script());
        target.before().ifPresent(command -> runs.add("before: " + command));
        target.healthCommand().ifPresent(command -> runs.add("health check: " + command));
        target.after().ifPresent(command -> runs.add("after: " + command));
        var all = String.join(", ", runs);
        return Printable.text("%s (%s)"
                .formatted(target.name(), all.length() > LONGEST_SHOWN ? all.substring(0, LONGEST_SHOWN) + "…" : all));
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
