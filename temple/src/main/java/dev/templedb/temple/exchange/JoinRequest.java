package dev.templedb.temple.exchange;

import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.worktree.WorkAuthor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What to join with what.
///
/// @param slug     the project here
/// @param remote   how the other side is called: what is theirs and not joined yet gets a ref below
///                 `refs/remotes/REMOTE/`
/// @param packages lead to the other side's state: a whole package or an increment, and increments that build on it,
/// in their
///                 order
/// @param base     the state of the other side at the last join, if there was one
/// @param favoured decides what both have changed; empty: a person will
/// @param who      makes the commits that join branches
/// @param scratch  where packages may be unpacked
public record JoinRequest(
        String slug,
        String remote,
        List<Path> packages,
        Optional<ProjectState> base,
        Optional<JoinSide> favoured,
        WorkAuthor who,
        Path scratch) {
    public JoinRequest {
        packages = List.copyOf(packages);
    }
}
