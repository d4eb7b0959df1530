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
        var details = MergeDetails.addTo(new Details(), outcome);
        switch (outcome) {
            case MergeOutcome.UpToDate() ->
                terminal.say(details, "There is nothing to do: everything is here already.");
            case MergeOutcome.FastForward(var commit) ->
                terminal.say(details, "The branch moved to %s.".formatted(commit.abbreviated(10)));
            case MergeOutcome.Made(var commit) ->
                terminal.say(details, "%s: %s.".formatted(done, commit.abbreviated(10)));
            case MergeOutcome.Conflicted(var conflicts) -> {
                terminal.say(details, sentence(conflicts));
                return ExitCode.CONFLICT;
            }
        }
        return ExitCode.OK;
    }

    private static String sentence(List<Conflict> conflicts) {
        return "%s; edit the files, `templedb vcs add` them, then `templedb vcs commit`:%s"
                .formatted(Quantities.count(conflicts.size(), "conflict"), MergeDetails.lines(conflicts));
    }
}
