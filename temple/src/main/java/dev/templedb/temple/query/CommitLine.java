package dev.templedb.temple.query;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A commit as plain texts and times, to be printed.
///
/// @param commit         its git id
/// @param parents        ids of its parents
/// @param authorZone     how many minutes the author's clock was ahead of UTC
/// @param committerZone  the same for the committer
/// @param signed         whether it carries a signature, which nobody has verified
public record CommitLine(
        String commit,
        String tree,
        List<String> parents,
        String authorName,
        String authorEmail,
        Instant authoredAt,
        int authorZone,
        String committerName,
        String committerEmail,
        Instant committedAt,
        int committerZone,
        boolean signed,
        String subject,
        String message) {
    public CommitLine {
        parents = List.copyOf(parents);
    }

    /// The commit as it is printed.
    public static CommitLine of(Commit commit) {
        var parents = new ArrayList<String>();
        for (GitId parent : commit.parents()) {
            parents.add(parent.toString());
        }
        var author = commit.author();
        var committer = commit.committer();
        return new CommitLine(
                commit.id().toString(),
                commit.tree().toString(),
                parents,
                author.name(),
                author.email(),
                author.at(),
                author.zoneMinutes(),
                committer.name(),
                committer.email(),
                committer.at(),
                committer.zoneMinutes(),
                commit.signed(),
                commit.subject(),
                commit.message());
    }
}
