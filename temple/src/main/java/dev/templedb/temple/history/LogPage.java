package dev.templedb.temple.history;

import java.util.List;

/// Some commits of a log, children before parents.
///
/// @param commits at most as many as were asked for
/// @param more    whether others follow; ask for them with [LogQuery#goingOnAfter] the last one
public record LogPage(List<Commit> commits, boolean more) {
    public LogPage {
        commits = List.copyOf(commits);
    }
}
