package dev.templedb.cli.worktree;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.worktree.Conflict;
import dev.templedb.temple.worktree.MergeOutcome;
import java.util.List;

/// Says how a merge or revert ended.
final class OutcomePrinter {
    private final Terminal terminal;

    OutcomePrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Prints it and returns the exit code.
    int print(String done, MergeOutcome outcome) {
        switch (outcome) {
            case MergeOutcome.UpToDate() ->
                terminal.say(details("up_to_date"), "There is nothing to do: everything is here already.");
            case MergeOutcome.FastForward(var commit) ->
                terminal.say(
                        details("fast_forward").with("commit", commit),
                        "The branch moved to %s.".formatted(commit.abbreviated(10)));
            case MergeOutcome.Made(var commit) ->
                terminal.say(details("made").with("commit", commit), "%s: %s.".formatted(done, commit.abbreviated(10)));
            case MergeOutcome.Conflicted(var conflicts) -> {
                terminal.say(details("conflicted").with("conflicts", all(conflicts)), sentence(conflicts));
                return ExitCode.CONFLICT;
            }
        }
        return ExitCode.OK;
    }

    private static Details details(String outcome) {
        return new Details().with("outcome", outcome);
    }

    private static List<Details> all(List<Conflict> conflicts) {
        return conflicts.stream()
                .map(conflict ->
                        new Details().with("path", conflict.path().text()).with("kind", conflict.kind()))
                .toList();
    }

    private static String sentence(List<Conflict> conflicts) {
        var text = new StringBuilder("%s; edit the files, `templedb vcs add` them, then `templedb vcs commit`:"
                .formatted(Quantities.count(conflicts.size(), "conflict")));
        conflicts.forEach(conflict -> text.append("\n  %-16s %s".formatted(conflict.kind(), conflict.path())));
        return text.toString();
    }
}
