package dev.templedb.temple.intake;

import dev.templedb.core.Slug;
import dev.templedb.temple.git.RefChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What to import, and how.
///
/// @param source   a directory, a git repository on disk, or the address of one
/// @param base     what a relative path is relative to
/// @param slug     the project's slug; by default one is made of the source's name
/// @param name     the project's name; by default the source's name
/// @param history  whether to take all of a repository's history, or only the files that its `HEAD` names
/// @param excludes globs of paths to leave out; with a git repository they imply that history is not taken
/// @param author   who makes the commit that an import without history needs
/// @param scratch  where a repository is cloned to while it is read
/// @param refs     what is taken from an address beside branches, tags and notes; a local repository gives all it has
/// @param workTree whether uncommitted changes are taken, as a commit on [WorkTreeCommit#REF]
/// @param ignores  files of patterns of the user's own, such as those of `.gitignore`, which count less than it; for
/// the
///                 files of a plain directory that are not part of the project yet
public record ImportRequest(
        String source,
        Path base,
        Optional<Slug> slug,
        Optional<String> name,
        boolean history,
        List<String> excludes,
        Author author,
        Path scratch,
        RefChoice refs,
        boolean workTree,
        List<Path> ignores) {
    public ImportRequest {
        excludes = List.copyOf(excludes);
        ignores = List.copyOf(ignores);
    }

    /// A request for branches, tags and notes of an address, or for all that a repository on disk has committed;
    /// without patterns of the user's own.
    public ImportRequest(
            String source,
            Path base,
            Optional<Slug> slug,
            Optional<String> name,
            boolean history,
            List<String> excludes,
            Author author,
            Path scratch) {
        this(source, base, slug, name, history, excludes, author, scratch, RefChoice.USUAL, false, List.of());
    }
}
