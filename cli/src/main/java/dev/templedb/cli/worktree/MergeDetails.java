package dev.templedb.cli.worktree;

import dev.templedb.cli.terminal.Details;
import dev.templedb.temple.worktree.Conflict;
import dev.templedb.temple.worktree.MergeOutcome;
import java.util.List;
import java.util.stream.Collectors;

/// How a merge ended, as all commands that merge say it.
public final class MergeDetails {
    private MergeDetails() {}

    /// Adds the outcome to `details`, with the commit or the conflicts.
    public static Details addTo(Details details, MergeOutcome outcome) {
        return switch (outcome) {
            case MergeOutcome.UpToDate() -> details.with("outcome", "up_to_date");
            case MergeOutcome.FastForward(var commit) ->
                details.with("outcome", "fast_forward").with("commit", commit);
            case MergeOutcome.Made(var commit) ->
                details.with("outcome", "made").with("commit", commit);
            case MergeOutcome.Conflicted(var conflicts) ->
                details.with("outcome", "conflicted")
                        .with(
                                "conflicts",
                                conflicts.stream().map(MergeDetails::of).toList());
        };
    }

    static Details of(Conflict conflict) {
        return new Details()
                .with("path", conflict.path().text())
                .with("kind", conflict.kind())
                .with("code", conflict.code());
    }

    /// The conflicts for a person: a line each, after a line end.
    public static String lines(List<Conflict> conflicts) {
        return conflicts.stream()
                .map(conflict -> "\n  %-16s %s".formatted(conflict.kind(), conflict.path()))
                .collect(Collectors.joining());
    }
}
