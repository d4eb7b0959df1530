package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.Person;
import java.time.Instant;
import java.util.List;

/// What a commit says.
///
/// @param id        its git id
/// @param tree      its root tree
/// @param parents   in their order; none for a root, and none where the history that was imported was cut off (shallow)
/// @param author    who wrote the change, with the time and zone of their clock
/// @param committer who made the commit
/// @param message   the whole message, read in the encoding that the commit names
/// @param signed    whether it carries a signature, which nobody has verified here
public record Commit(
        GitId id, GitId tree, List<GitId> parents, Person author, Person committer, String message, boolean signed) {
    public Commit {
        parents = List.copyOf(parents);
    }

    /// The first line of the message.
    public String subject() {
        return message.strip().lines().findFirst().orElse("");
    }

    /// The author's name.
    public String authorName() {
        return author.name();
    }

    /// The author's mail address.
    public String authorEmail() {
        return author.email();
    }

    /// When the change was written.
    public Instant authoredAt() {
        return author.at();
    }

    /// When the commit was made.
    public Instant committedAt() {
        return committer.at();
    }

    /// Whether it joins several lines of history.
    public boolean isMerge() {
        return parents.size() > 1;
    }
}
