package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.state.Head;
import dev.templedb.temple.git.GitRepository;
import dev.templedb.temple.git.WorkTreeStatus;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.VerifiedSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A source that is being read: what it brings, and what it does not.
///
/// @param location where it is, as `project sync` will look for it: an absolute path or an address
/// @param name     what it is called
/// @param origin   the address that it is published at, if it says so
/// @param uncommitted paths of a work tree with changes that no commit has
/// @param opened   what must be closed when it has been read
record OpenSource(
        String location,
        String name,
        Optional<String> origin,
        SourceHistory history,
        List<LeftOut> leftOut,
        List<String> uncommitted,
        List<String> notices,
        AutoCloseable opened)
        implements AutoCloseable {
    private static final String MAIN = "refs/heads/main";

    /// Opens the directory or repository at `path`.
    ///
    /// @param before the commit that the project's `HEAD` names, when plain files are taken in again
    static OpenSource open(
            Path path,
            String location,
            String name,
            ImportRequest request,
            Before before,
            Clock clock,
            Progress progress) {
        if (!Files.isDirectory(path)) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "There is no directory at %s.".formatted(Printable.text(path.toString())));
        }
        var filter = new PathFilter(request.excludes());
        if (!GitRepository.isRepository(path)) {
            return ofDirectory(path, location, name, request, filter, before, clock, progress);
        }
        var repository = GitRepository.open(path);
        try {
            return ofRepository(repository, path, location, name, request, filter, before, clock);
        } catch (RuntimeException failure) {
            repository.close();
            throw failure;
        }
    }

    /// The project as it was before: the commit that `HEAD` names with its tree, if there is one.
    ///
    /// @param files reads the paths in the tree, one character for each byte
    record Before(Optional<GitId> commit, Optional<GitId> tree, Supplier<Set<String>> files) {
        static final Before NOTHING = new Before(Optional.empty(), Optional.empty(), Set::of);
    }

    private static OpenSource ofRepository(
            GitRepository repository,
            Path path,
            String location,
            String name,
            ImportRequest request,
            PathFilter filter,
            Before before,
            Clock clock) {
        var snapshot = repository.snapshot();
        var leftOut = new ArrayList<LeftOut>();
        snapshot.leftOut()
                .forEach(ref -> leftOut.add(new LeftOut(Printable.text(ref.name()), ref.reason(), ref.loss())));
        var workTree =
                isWorkTree(repository, path) || path.endsWith(".git") && isWorkTree(repository, path.resolve(".."))
                        ? WorkTreeStatus.of(repository)
                        : WorkTreeStatus.CLEAN;
        var notices = new ArrayList<String>(workTree.notices());
        var whole = new SourceHistory(
                snapshot.refs(),
                snapshot.head(),
                snapshot.shallow(),
                repository::has,
                new VerifiedSource(repository, ErrorCode.GIT_REPOSITORY_BROKEN),
                ErrorCode.GIT_REPOSITORY_BROKEN);
        if (repository.hasGrafts()) {
            notices.add("The repository's info/grafts is not heeded: commits have the parents that they name.");
        }
        if (!snapshot.shallow().isEmpty()) {
            notices.add("The repository is shallow: history before %s is not in it."
                    .formatted(count(snapshot.shallow().size(), "commit")));
        }
        var isWhole = request.history() && filter.isEmpty();
        if (request.history() && !isWhole) {
            notices.add("Excluded paths are taken out of the newest tree only, so the history was not imported.");
        }
        var committed = isWhole ? whole : withoutHistory(whole, path, filter, request.author(), before, clock, notices);
        if (request.workTree() && !isWorkTree(repository, path)) {
            notices.add("There is no work tree at the source, so there are no uncommitted changes to take.");
        }
        if (!request.workTree() || workTree.uncommitted().isEmpty() || !isWorkTree(repository, path)) {
            return new OpenSource(
                    location, name, snapshot.origin(), committed, leftOut, workTree.uncommitted(), notices, repository);
        }
        var taken = WorkTreeCommit.of(repository, path, committed, headCommit(committed), filter, request.author());
        taken.leftOut().forEach(leftOut::add);
        taken.notices().forEach(notices::add);
        return new OpenSource(
                location, name, snapshot.origin(), taken.history(), leftOut, List.of(), notices, repository);
    }

    /// A git directory may say that its work tree is anywhere on the disk; only the directory that was named is
    /// read.
    private static boolean isWorkTree(GitRepository repository, Path path) {
        return repository
                .workTree()
                .filter(tree -> tree.toAbsolutePath()
                        .normalize()
                        .equals(path.toAbsolutePath().normalize()))
                .isPresent();
    }

    /// One commit with the files that `HEAD` names.
    private static SourceHistory withoutHistory(
            SourceHistory whole,
            Path path,
            PathFilter filter,
            Author author,
            Before before,
            Clock clock,
            List<String> notices) {
        var made = new HashMap<GitId, ObjectSource.RawObject>();
        var objects = new LayeredSource(made::containsKey, new MadeSource(made), whole.objects());
        var head = headCommit(whole)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.PROJECT_EMPTY,
                        "The git repository %s has no commit yet.".formatted(Printable.text(path.toString()))));
        var trees = new TreeFilter(objects, filter, made);
        var tree = trees.apply(commit(whole.objects(), head).tree());
        if (trees.leftOut() > 0) {
            notices.add("%s excluded.".formatted(count(trees.leftOut(), "path", "was", "were")));
        }
        var branch = whole.head() instanceof Head.Branch(var ref) ? ref : MAIN;
        return single(
                objects, made, tree, branch, author, before, clock, "Import of commit " + head.hex(), whole.damaged());
    }

    private static OpenSource ofDirectory(
            Path path,
            String location,
            String name,
            ImportRequest request,
            PathFilter filter,
            Before before,
            Clock clock,
            Progress progress) {
        var taken = DirectorySnapshot.take(path, filter, UserIgnores.of(request.ignores(), before.files()), progress);
        var snapshot = taken.snapshot();
        var notices = new ArrayList<String>();
        if (snapshot.ignoredCount() > 0) {
            notices.add("%s excluded or ignored by .gitignore or core.excludesFile."
                    .formatted(count(snapshot.ignoredCount(), "path", "is", "are")));
        }
        var history = single(
                snapshot,
                snapshot.made(),
                taken.tree(),
                MAIN,
                request.author(),
                before,
                clock,
                before.commit().isPresent() ? "Sync of " + name : "Import of " + name,
                ErrorCode.CHANGED_WHILE_READING);
        return new OpenSource(
                location, name, Optional.empty(), history, snapshot.leftOut(), List.of(), notices, () -> {});
    }

    private static String count(long number, String noun) {
        return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    private static String count(long number, String noun, String one, String many) {
        return count(number, noun) + " " + (number == 1 ? one : many);
    }

    private static SourceHistory single(
            ObjectSource objects,
            Map<GitId, ObjectSource.RawObject> made,
            GitId tree,
            String branch,
            Author author,
            Before before,
            Clock clock,
            String message,
            ErrorCode damaged) {
        GitId commit = before.commit().isPresent() && before.tree().equals(Optional.of(tree))
                ? before.commit().get()
                : MadeObjects.commit(
                        made,
                        tree,
                        before.commit().stream().toList(),
                        author,
                        clock.instant(),
                        clock.getZone().getRules().getOffset(clock.instant()),
                        message);
        SortedMap<String, GitId> refs = new TreeMap<>(Map.of(branch, commit));
        return new SourceHistory(refs, new Head.Branch(branch), Set.of(), id -> false, objects, damaged);
    }

    /// This source, which does not bring `more` either.
    OpenSource leavingOut(List<LeftOut> more) {
        var all = new ArrayList<>(leftOut);
        all.addAll(more);
        return new OpenSource(location, name, origin, history, all, uncommitted, notices, opened);
    }

    /// Counts the files of the tree that `HEAD` names, as the project will list them. Reads that tree.
    long headFiles() {
        long[] files = {0};
        headCommit(history)
                .map(head -> commit(history.objects(), head).tree())
                .ifPresent(tree -> new TreeReader(history.objects())
                        .files(tree, file -> files[0] += file.kind() == FileMode.SUBMODULE ? 0 : 1));
        return files[0];
    }

    private static Optional<GitId> headCommit(SourceHistory history) {
        return switch (history.head()) {
            case Head.Detached(var commit) -> Optional.of(commit);
            case Head.Branch(var ref) ->
                Optional.ofNullable(history.refs().get(ref))
                        .flatMap(target -> TagPeeling.commit(history.objects(), target));
        };
    }

    private static CommitText commit(ObjectSource objects, GitId id) {
        try {
            return CommitText.parse(objects.read(id).bytes());
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    ErrorCode.GIT_REPOSITORY_BROKEN,
                    "Commit %s is damaged: %s.".formatted(id, malformed.getMessage()),
                    malformed);
        }
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
