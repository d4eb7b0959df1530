package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import java.time.Instant;
import java.util.Optional;

/// Which commits a log shows. Immutable; each method returns a changed copy.
///
/// @param ref    where to begin
/// @param walk   what is reached from there
/// @param limit  how many commits at most
/// @param before the last commit of the page before, to go on after it
/// @param path   only commits that changed this file, or something in this directory, against their first parent
/// @param author only commits whose author's `Name <email>` holds this, in any case
/// @param text   only commits whose message holds this, in any case
/// @param since  only commits made at this moment or later
/// @param until  only commits made at this moment or earlier
public record LogQuery(
        String ref,
        Walk walk,
        int limit,
        Optional<GitId> before,
        Optional<FilePath> path,
        Optional<String> author,
        Optional<String> text,
        Optional<Instant> since,
        Optional<Instant> until) {
    /// How far a log goes.
    public enum Walk {
        /// Everything that the ref reaches.
        ALL_PARENTS,
        /// Of merges only what their first parent reaches.
        FIRST_PARENTS,
        /// Everything that any branch, tag or other ref reaches, too.
        ALL_REFS
    }

    /// Everything that `ref` reaches.
    public static LogQuery of(String ref) {
        return new LogQuery(
                ref,
                Walk.ALL_PARENTS,
                Integer.MAX_VALUE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public LogQuery walking(Walk newWalk) {
        return new LogQuery(ref, newWalk, limit, before, path, author, text, since, until);
    }

    public LogQuery withLimit(int newLimit) {
        return new LogQuery(ref, walk, newLimit, before, path, author, text, since, until);
    }

    public LogQuery goingOnAfter(GitId last) {
        return new LogQuery(ref, walk, limit, Optional.of(last), path, author, text, since, until);
    }

    public LogQuery withPath(FilePath newPath) {
        return new LogQuery(ref, walk, limit, before, Optional.of(newPath), author, text, since, until);
    }

    public LogQuery withAuthor(String newAuthor) {
        return new LogQuery(ref, walk, limit, before, path, Optional.of(newAuthor), text, since, until);
    }

    public LogQuery withText(String newText) {
        return new LogQuery(ref, walk, limit, before, path, author, Optional.of(newText), since, until);
    }

    public LogQuery withSince(Instant newSince) {
        return new LogQuery(ref, walk, limit, before, path, author, text, Optional.of(newSince), until);
    }

    public LogQuery withUntil(Instant newUntil) {
        return new LogQuery(ref, walk, limit, before, path, author, text, since, Optional.of(newUntil));
    }
}
