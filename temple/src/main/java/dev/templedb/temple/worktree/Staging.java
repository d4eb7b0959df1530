package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.objects.SqliteObjectStore;
import java.io.IOException;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts changes into the next commit of a checked-out directory.
final class Staging {
    private final Session session;
    private final TrackedFiles tracked;
    private final WorkFiles files;
    private final long lookedAt = System.currentTimeMillis() * 1_000_000L;

    /// A file whose content is to be kept until it is committed.
    record New(String path, FileStat stat, CommitContent content) {
        GitId blob() {
            return content.id();
        }
    }

    /// @param files of the directory; [WorkFiles#prepare] must come before a transaction in which [#mend] is
    Staging(Session session, TrackedFiles tracked, WorkFiles files) {
        this.session = session;
        this.tracked = tracked;
        this.files = files;
    }

    /// Stages what was changed in tracked files, deletions among it.
    List<New> changes(WorkLook look, List<FilePath> below) {
        var added = new ArrayList<New>();
        for (var found : look.changed().values()) {
            if (isIn(found.file().path(), below)) {
                stage(found.file(), found.stat(), found.content(), added);
            }
        }
        return added;
    }

    /// Stages files that are new.
    List<New> untracked(WorkLook look, List<FilePath> below) {
        var added = new ArrayList<New>();
        for (var path : look.untracked()) {
            if (isIn(path, below)) {
                file(path, added);
            }
        }
        return added;
    }

    /// Stages one file, whatever `.gitignore` says of it.
    void file(String path, List<New> added) {
        var stat = files.stat(path);
        if (stat != null && stat.isContent()) {
            var known = tracked.get(path);
            stage(
                    known == null ? new TrackedFile(path, 0, null, 0, null, null) : known,
                    stat,
                    files.content(path, stat, known == null ? null : known.blob()),
                    added);
        }
    }

    private void stage(TrackedFile file, @Nullable FileStat stat, @Nullable CommitContent content, List<New> added) {
        if (stat == null || content == null) {
            tracked.put(file.staged(0, null, null));
            return;
        }
        var kind = stat.content().orElseThrow();
        tracked.put(file.staged(kind.canonical(), content.id(), stat.isSettled(lookedAt) ? stat : null));
        added.add(new New(file.path(), stat, content));
    }

    static boolean isIn(String path, Collection<FilePath> below) {
        if (below.isEmpty()) {
            return true;
        }
        var whole = RawPath.path(path);
        return below.stream().anyMatch(whole::isIn);
    }

    /// Keeps the contents that the project does not have.
    void keep(Transaction tx, List<New> added) {
        var contents = new SqliteContentStore(tx, session.checkout().id());
        var store = new SqliteObjectStore(tx);
        var members = store.membership(session.checkout().project());
        for (var file : added) {
            if (contents.has(file.blob())) {
                if (!contents.isWhole(file.blob())) {
                    keepAnew(contents, file);
                }
            } else if (store.find(file.blob()).filter(members::contains).isEmpty()) {
                keep(contents, file);
            }
        }
    }

    /// Keeps anew what is staged of files at or below `paths`, where the temple has lost bytes of it and the disk
    /// has
    /// the same file still. Costs reading what is staged there.
    ///
    /// @param kept what [#keep] has just looked after
    /// @return how many files there were
    int mend(Transaction tx, List<FilePath> paths, List<New> kept) {
        int mended = 0;
        var done = kept.stream().map(New::path).collect(Collectors.toSet());
        var store = new SqliteObjectStore(tx);
        var members = store.membership(session.checkout().project());
        var contents = new SqliteContentStore(tx, session.checkout().id());
        for (var file : tracked.all()) {
            var blob = file.blob();
            if (blob != null
                    && file.isStaged()
                    && file.kind() != FileMode.SUBMODULE
                    && !done.contains(file.path())
                    && isIn(file.path(), paths)
                    && (contents.has(blob)
                            ? !contents.isWhole(blob)
                            : store.find(blob).filter(members::contains).isEmpty())) {
                var stat = files.stat(file.path());
                var same = stat == null || !stat.isContent()
                        ? Optional.<CommitContent>empty()
                        : files.as(file.path(), stat, blob);
                if (stat != null && same.isPresent()) {
                    keepAnew(contents, new New(file.path(), stat, same.get()));
                    mended++;
                }
            }
        }
        return mended;
    }

    private void keepAnew(SqliteContentStore contents, New file) {
        contents.remove(file.blob());
        keep(contents, file);
    }

    private void keep(SqliteContentStore contents, New file) {
        var sha1 = CommitContent.blobDigest(file.content().bytes());
        try (var in = new DigestInputStream(files.open(file.path(), file.stat(), file.content()), sha1)) {
            contents.add(file.blob(), in);
        } catch (IOException unreadable) {
            throw WorkFiles.unreadable(file.path(), unreadable);
        }
        if (!GitId.ofBytes(sha1.digest()).equals(file.blob())) {
            throw WorkFiles.changed(file.path());
        }
    }

    /// @throws TempleException with `FILE_NOT_FOUND` for a path at and below which there is nothing, or only what
    /// is
    ///         ignored
    void requireAll(List<FilePath> paths, WorkLook look, Set<String> conflicts) {
        var known = new HashSet<String>(look.untracked());
        known.addAll(conflicts);
        requireAll(
                paths,
                known,
                "%s is ignored, by .gitignore or git's core.excludesFile, or a directory without files; --force adds an ignored file.");
    }

    /// @param wayOut what to do with a file that the project does not have
    /// @throws TempleException with `FILE_NOT_FOUND` for a path at and below which there is nothing that the
    /// project
    ///         has
    void requireTracked(List<FilePath> paths, String wayOut) {
        requireAll(paths, Set.of(), "%s is not part of the project" + wayOut);
    }

    private void requireAll(List<FilePath> paths, Set<String> others, String otherwise) {
        var known = new HashSet<String>(others);
        tracked.all().forEach(file -> known.add(file.path()));
        for (var path : paths) {
            if (!path.isRoot()
                    && known.stream().noneMatch(raw -> RawPath.path(raw).isIn(path))) {
                var exists = files.stat(RawPath.of(path)) != null;
                throw new TempleException(
                        ErrorCode.FILE_NOT_FOUND,
                        exists ? otherwise.formatted(path) : "There is no file or directory %s here.".formatted(path));
            }
        }
    }
}
