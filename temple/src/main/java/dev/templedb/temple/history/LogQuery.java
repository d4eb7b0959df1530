package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import java.time.Instant;
import java.util.Optional;

/// Which commits a log shows. Immutable; each method returns a changed copy.
///
/// @param ref    where to begin
/// @param limit  how many commits at most
/// @param before the last commit of the page before, to go on after it
/// @param path   only commits that changed this file, or something in this directory, against their first parent
/// @param author only commits whose author's `Name <email>` holds this, in any case
/// @param since  only commits made at this moment or later
/// @param until  only commits made at this moment or earlier
public record LogQuery(
        String ref,
        int limit,
        Optional<GitId> before,
        Optional<FilePath> path,
        Optional<String> author,
        Optional<Instant> since,
        Optional<Instant> until) {
    /// Everything that `ref` reaches.
    public static LogQuery of(String ref) {
        return new LogQuery(
                ref,
                Integer.MAX_VALUE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public LogQuery withLimit(int newLimit) {
        return new LogQuery(ref, newLimit, before, path, author, since, until);
    }

    public LogQuery goingOnAfter(GitId last) {
        return new LogQuery(ref, limit, Optional.of(last), path, author, since, until);
    }

    public LogQuery withPath(FilePath newPath) {
        return new LogQuery(ref, limit, before, Optional.of(newPath), author, since, until);
    }

    public LogQuery withAuthor(String newAuthor) {
        return new LogQuery(ref, limit, before, path, Optional.of(newAuthor), since, until);
    }

    public LogQuery withSince(Instant newSince) {
        return new LogQuery(ref, limit, before, path, author, Optional.of(newSince), until);
    }

    public LogQuery withUntil(Instant newUntil) {
        return new LogQuery(ref, limit, before, path, author, since, Optional.of(newUntil));
    }
}
