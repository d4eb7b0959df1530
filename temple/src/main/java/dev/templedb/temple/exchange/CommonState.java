package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.states.ProjectStates;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Finds the state from which a package and a project both came.
///
/// @param lineage the state of the package and those before it as far as they are known, the newest first
record CommonState(SequencedSet<Sha256> lineage) {
    /// What a package tells of its own past.
    ///
    /// @param earlier further states that came before it, the newest first
    static CommonState of(OpenPackage opened, List<Sha256> earlier) {
        var lineage = new LinkedHashSet<Sha256>();
        lineage.add(opened.state().root());
        opened.base().ifPresent(base -> lineage.addAll(base.states()));
        lineage.addAll(opened.state().parents());
        lineage.addAll(earlier);
        return new CommonState(lineage);
    }

    /// The newest state of the lineage that the project was in.
    ///
    /// A package that leaves secrets behind has a state of its own, which comes after the state that it was made
    /// from; who
    /// takes it in knows only the former. So a state that came in a package also stands for the one before it.
    Optional<ProjectState> find(Transaction tx, ProjectStates states, long project) {
        Map<Sha256, Sha256> cameAfter = new HashMap<>();
        var known = states.lineage(tx, project);
        known.forEach((state, parents) -> {
            if (parents.stream().noneMatch(known::containsKey)) {
                parents.forEach(parent -> cameAfter.put(parent, state));
            }
        });
        return lineage.stream()
                .map(root -> known.containsKey(root) ? root : cameAfter.getOrDefault(root, root))
                .filter(known::containsKey)
                .findFirst()
                .flatMap(root -> states.find(tx, project, root));
    }
}
