package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.temple.git.GitRepository;
import dev.templedb.temple.git.WorkTreeChanges;
import dev.templedb.temple.objects.LayeredSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Uncommitted work as a commit of its own.
///
/// It lies on top of the commit that `HEAD` names, under a ref that no branch can be mistaken for, and is dated like
/// that commit: the same work gives the same id whenever it is taken, and a sync replaces it.
///
/// @param history what the source brings with that commit
record WorkTreeCommit(SourceHistory history, List<LeftOut> leftOut, List<String> notices) {
    static final String REF = "refs/templedb/working-tree";
    private static final String MESSAGE = """
            Uncommitted changes of the work tree

            TempleDB made this commit when it read the work tree. It is on no branch, and the next sync replaces it.""";

    static WorkTreeCommit of(
            GitRepository repository,
            Path path,
            SourceHistory committed,
            Optional<GitId> head,
            PathFilter filter,
            Author author) {
        try {
            return of(WorkTreeChanges.read(repository, path), committed, head, filter, author);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new TempleException(
                    ErrorCode.SOURCE_UNREADABLE,
                    "The work tree %s cannot be read: %s."
                            .formatted(
                                    Printable.text(path.toString()),
                                    Printable.text(String.valueOf(unreadable.getMessage()))),
                    unreadable);
        }
    }

    private static WorkTreeCommit of(
            WorkTreeChanges changes, SourceHistory committed, Optional<GitId> head, PathFilter filter, Author author) {
        Map<GitId, RawObject> made = new HashMap<>();
        var source = new WorkTreeSource(made, changes.files());
        var objects = new LayeredSource(source::has, source, committed.objects());
        var root = new TreeFilter(objects, filter, made).apply(tree(changes, made));
        var parent = head.map(id -> commit(committed, id));
        var leftOut = new ArrayList<LeftOut>();
        changes.leftOut().forEach((what, why) -> leftOut.add(new LeftOut(Printable.text(what), why, true)));
        if (parent.filter(text -> text.tree().equals(root)).isPresent()) {
            return new WorkTreeCommit(committed, leftOut, List.of());
        }
        var id = MadeObjects.commit(
                made,
                root,
                head.stream().toList(),
                author,
                parent.map(text -> text.committer().at()).orElse(Instant.EPOCH),
                ZoneOffset.UTC,
                MESSAGE);
        var refs = new TreeMap<>(committed.refs());
        if (refs.put(REF, id) != null) {
            leftOut.add(new LeftOut(REF, "the uncommitted work of this work tree takes its place", false));
        }
        var history = new SourceHistory(
                refs, committed.head(), committed.shallow(), committed.has(), objects, committed.damaged());
        return new WorkTreeCommit(
                history,
                leftOut,
                List.of("Uncommitted changes are commit %s on %s, on top of HEAD.".formatted(id.hex(), REF)));
    }

    private static CommitText commit(SourceHistory history, GitId id) {
        try {
            return CommitText.parse(history.objects().read(id).bytes());
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    ErrorCode.GIT_REPOSITORY_BROKEN,
                    "Commit %s is damaged: %s.".formatted(id, malformed.getMessage()),
                    malformed);
        }
    }

    private static GitId tree(WorkTreeChanges changes, Map<GitId, RawObject> made) {
        var root = new Folder();
        changes.entries().forEach(entry -> root.add(entry, 0));
        return root.build(made).orElseGet(() -> new TreeBuilder().build(made));
    }

    /// A directory that is being put together, by names in Latin-1, which keeps their bytes.
    private static final class Folder {
        private final Map<String, WorkTreeChanges.Entry> files = new HashMap<>();
        private final Map<String, Folder> folders = new HashMap<>();

        void add(WorkTreeChanges.Entry entry, int from) {
            int slash = entry.latin1().indexOf('/', from);
            if (slash < 0) {
                files.put(entry.latin1().substring(from), entry);
            } else {
                folders.computeIfAbsent(entry.latin1().substring(from, slash), name -> new Folder())
                        .add(entry, slash + 1);
            }
        }

        Optional<GitId> build(Map<GitId, RawObject> made) {
            var tree = new TreeBuilder();
            files.forEach((name, file) -> tree.add(bytes(name), file.mode(), file.id()));
            folders.forEach((name, folder) -> folder.build(made).ifPresent(id -> tree.add(bytes(name), 0040000, id)));
            return tree.isEmpty() ? Optional.empty() : Optional.of(tree.build(made));
        }

        private static byte[] bytes(String latin1) {
            return latin1.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
