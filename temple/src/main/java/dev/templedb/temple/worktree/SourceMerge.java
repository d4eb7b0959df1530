package dev.templedb.temple.worktree;

import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.intake.Divergence;
import dev.templedb.temple.projects.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Joins what a project and its source have both done on a branch.
///
/// Where the branch is checked out to a directory that is up to date, it is merged there, and conflicts are left there
/// to
/// be resolved. Where it is not, a merge without conflicts is made in the temple, and one with conflicts changes
/// nothing.
public final class SourceMerge {
    private final Temple temple;
    private final Project project;

    /// Merges in `project`.
    public SourceMerge(Temple temple, Project project) {
        this.temple = temple;
        this.project = project;
    }

    /// How it went with one branch.
    ///
    /// @param directory where it was merged; empty: in the temple
    /// @param outcome   empty when it was refused
    /// @param refusal   why nothing was done
    public record Result(
            Divergence divergence,
            Optional<Path> directory,
            Optional<MergeOutcome> outcome,
            Optional<TempleException> refusal) {
        /// Whether a person has to go on.
        public boolean isOpen() {
            return refusal.isPresent() || outcome.orElseThrow() instanceof MergeOutcome.Conflicted;
        }
    }

    /// Merges theirs into ours, for each of some branches.
    public List<Result> run(List<Divergence> diverged, WorkAuthor who) {
        return diverged.stream()
                .filter(Divergence::isBranch)
                .map(divergence -> merge(divergence, who))
                .toList();
    }

    private Result merge(Divergence divergence, WorkAuthor who) {
        var place = place(divergence);
        var directory = place.map(Checkout::directory);
        try {
            var outcome = place.map(checkout -> new WorkTree(temple, checkout)
                            .merge(divergence.keptName(), Optional.empty(), who, true, false))
                    .orElseGet(() ->
                            new TempleMerge(temple, project).merge(divergence.name(), divergence.keptName(), who));
            return new Result(divergence, directory, Optional.of(outcome), Optional.empty());
        } catch (TempleException refusal) {
            return new Result(divergence, directory, Optional.empty(), Optional.of(refusal));
        }
    }

    private Optional<Checkout> place(Divergence divergence) {
        var tip = temple.file().read(tx -> new SqliteRefStore(tx, project.id()).commit(divergence.ref()));
        return new Checkouts(temple)
                .list(project).stream()
                        .filter(checkout -> checkout.branch().equals(Optional.of(divergence.ref())))
                        .filter(checkout -> checkout.base().equals(tip))
                        .findFirst();
    }
}
