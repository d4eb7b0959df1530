package dev.templedb.temple.exchange;

import dev.templedb.core.GitId;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.secrets.SecretsPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the state of a package stands to that of the project here.
sealed interface Standing {
    /// Both hold the same.
    record Same() implements Standing {}

    /// The package has everything that the project has, and more: the project can move on to it, and loses nothing.
    record Newer() implements Standing {}

    /// The project has everything that the package has, and more.
    record Older() implements Standing {}

    /// Each has something of its own.
    ///
    /// @param lost what the project would lose if it took the package's state, in words for people
    record Diverged(List<String> lost) implements Standing {
        public Diverged {
            lost = List.copyOf(lost);
        }
    }

    /// Whether one commit comes after another, or is the same.
    @FunctionalInterface
    interface Ancestry {
        boolean reaches(GitId later, GitId earlier);
    }

    /// Compares the two, thing by thing: what one side has as it was in `base` it has not touched, so the other
    /// side's is
    /// newer; a branch may move on along its history.
    ///
    /// A package without secrets says nothing about secrets: the project's are left out of account.
    ///
    /// @param base     a state from which both came, if one is known
    /// @param ancestry asked only for branches that the base does not decide
    static Standing of(ProjectState ours, ProjectState theirs, Optional<ProjectState> base, Ancestry ancestry) {
        boolean withSecrets = hasSecrets(theirs);
        var here = StateItems.of(ours, withSecrets);
        var there = StateItems.of(theirs, withSecrets);
        var before = base.map(state -> StateItems.of(state, withSecrets));
        boolean isLess = !history(ours).equals(history(theirs)) && !isFilledUp(ours, theirs);
        if (isLess || !ours.shallow().containsAll(theirs.shallow())) {
            return losses(there, here, before, ancestry).isEmpty()
                    ? new Older()
                    : new Diverged(List.of("its history, of which the package has less"));
        }
        if (here.equals(there) && ours.head().equals(theirs.head())) {
            return new Same();
        }
        var lost = losses(here, there, before, ancestry);
        var missing = losses(there, here, before, ancestry);
        if (lost.isEmpty() && missing.isEmpty()) {
            return theirs.time().isBefore(ours.time()) ? new Older() : new Newer();
        }
        if (lost.isEmpty()) {
            return new Newer();
        }
        return missing.isEmpty() ? new Older() : new Diverged(lost);
    }

    /// Whether a state brings secrets.
    static boolean hasSecrets(ProjectState state) {
        return state.documents().keySet().stream().anyMatch(name -> name.startsWith(SecretsPart.PREFIX));
    }

    /// Files and history may come to a project that came without.
    private static boolean isFilledUp(ProjectState ours, ProjectState theirs) {
        return history(ours).equals(HistoryMode.NO_FILES.word())
                && history(theirs).equals(HistoryMode.FULL.word());
    }

    private static String history(ProjectState state) {
        return state.json().text("history").orElse(HistoryMode.FULL.word());
    }

    /// What of `from` would not survive in `to`.
    private static List<String> losses(StateItems from, StateItems to, Optional<StateItems> base, Ancestry ancestry) {
        var lost = new ArrayList<String>();
        from.values().forEach((item, value) -> {
            var other = to.values().get(item);
            boolean isUntouched =
                    base.isPresent() && value.equals(base.get().values().get(item));
            if (!value.equals(other) && !isUntouched && !movesOn(item, value, other, ancestry)) {
                lost.add(StateItems.name(item));
            }
        });
        base.ifPresent(before -> before.values().forEach((item, value) -> {
            if (!from.values().containsKey(item) && to.values().containsKey(item)) {
                lost.add("that " + StateItems.name(item) + " was removed");
            }
        }));
        return lost;
    }

    private static boolean movesOn(
            String item, Json from, @org.jspecify.annotations.Nullable Json to, Ancestry ancestry) {
        return !StateItems.branch(item).isEmpty()
                && from instanceof Json.Str(var earlier)
                && to instanceof Json.Str(var later)
                && ancestry.reaches(GitId.parse(later), GitId.parse(earlier));
    }
}
