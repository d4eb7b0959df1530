package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/// Where a repository stands: what `git status` and `git log -1` say in short.
///
/// @param branch       the short name of the branch that `HEAD` names; none when it names a commit
/// @param lastCommit   the commit that `HEAD` leads to; none before the first
/// @param lastCommitAt when it was committed
/// @param uncommitted  how many paths differ from it, as `git status --no-renames` counts them: a directory of new
/// files is one
public record GitState(
        Optional<String> branch, Optional<GitId> lastCommit, Optional<Instant> lastCommitAt, int uncommitted) {
    /// Looks at the repository at `directory`. No program is run and nothing is written there.
    ///
    /// @throws TempleException as [GitRepository#open], or with `GIT_REPOSITORY_BROKEN`
    public static GitState of(Path directory) {
        try (var repository = GitRepository.open(directory)) {
            var jgit = repository.jgit();
            var head = jgit.exactRef(Constants.HEAD);
            if (head == null) {
                throw broken(directory, "it has no HEAD", null);
            }
            var branch = head.isSymbolic()
                    ? Optional.of(org.eclipse.jgit.lib.Repository.shortenRefName(
                            head.getTarget().getName()))
                    : Optional.<String>empty();
            var status = WorkTreeStatus.of(repository);
            if (!status.notices().isEmpty()) {
                throw broken(directory, status.notices().getFirst().replaceFirst("\\.$", ""), null);
            }
            var uncommitted = status.uncommitted().size();
            ObjectId tip = head.getObjectId();
            if (tip == null) {
                return new GitState(branch, Optional.empty(), Optional.empty(), uncommitted);
            }
            try (var walk = new RevWalk(jgit)) {
                var commit = walk.parseCommit(tip);
                return new GitState(
                        branch,
                        Optional.of(GitRepository.id(commit)),
                        Optional.of(Instant.ofEpochSecond(commit.getCommitTime())),
                        uncommitted);
            }
        } catch (IOException unreadable) {
            throw broken(directory, String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private static TempleException broken(
            Path directory, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.GIT_REPOSITORY_BROKEN,
                "The git repository %s is damaged: %s."
                        .formatted(Printable.text(directory.toString()), Printable.text(why)),
                cause);
    }
}
