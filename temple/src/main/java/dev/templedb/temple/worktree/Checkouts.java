package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.state.Head;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.checkout.TreeWriter;
import dev.templedb.temple.checkout.WrittenTree;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.history.ResolvedRef;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TreeFile;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Makes checked-out directories, and finds them again by their marker files.
public final class Checkouts {
    private static final String MAIN = "refs/heads/main";
    private static final String BRANCHES = "refs/heads/";
    private static final WrittenTree NOTHING = new WrittenTree(0, 0, 0, 0, 0);
    private static final List<String> COPY = List.of("""
            INSERT INTO checkout_contents (checkout_id, blob, part, bytes)
            SELECT ?2, blob, part, bytes FROM checkout_contents WHERE checkout_id = ?1
            """, """
            INSERT INTO checkout_conflicts (checkout_id, path, kind, base_mode, base_blob, our_mode, our_blob,
                                            their_mode, their_blob)
            SELECT ?2, path, kind, base_mode, base_blob, our_mode, our_blob, their_mode, their_blob
              FROM checkout_conflicts
             WHERE checkout_id = ?1
            """, """
            INSERT INTO checkout_writes (checkout_id, path, old_mode, old_blob, new_mode, new_blob, as_is,
                                         old_conversion, old_stat, by_disk)
            SELECT ?2, path, old_mode, old_blob, new_mode, new_blob, as_is, old_conversion, old_stat, by_disk
              FROM checkout_writes
             WHERE checkout_id = ?1
            """);

    private final Temple temple;

    /// Those of `temple`.
    public Checkouts(Temple temple) {
        this.temple = temple;
    }

    /// What was made.
    ///
    /// @param commit what was checked out; empty in a project without history
    /// @param tree   what was written
    /// @param marked whether it can be worked in; not where the project has a file of the marker's name, or `ref`
    /// is no
    ///               commit
    public record Made(Path directory, Optional<GitId> commit, WrittenTree tree, boolean marked) {}

    /// Writes the files of a commit to a new directory, to work in.
    ///
    /// @param ref    a branch, whose commits will go on from there; or a tag or commit, where commits move no
    /// branch
    /// @param target as for [dev.templedb.temple.checkout.ProjectCheckout#run], with the same errors
    public Made make(Project project, String ref, Path target, Progress progress) {
        var uuid = UUID.randomUUID();
        try (var directory = AtomicDirectory.begin(target, Existing.REPLACE_EMPTY)) {
            var written = temple.file().read(tx -> write(tx, project, ref, target, directory.path(), progress));
            if (!written.marked()) {
                directory.commit();
                return new Made(target, written.base(), written.tree(), false);
            }
            mark(uuid, project.slug().text(), directory.path());
            var place = realTarget(target);
            temple.file().write(tx -> {
                new SqliteCheckoutStore(tx)
                        .insert(uuid, project.id(), place, written.branch(), written.base(), written.tracked(), now());
                return place;
            });
            commit(directory, uuid);
            return new Made(target, written.base(), written.tree(), true);
        }
    }

    /// The record is there before the directory is, because a directory that nobody knows is worse than a record of
    /// none.
    private void commit(AtomicDirectory directory, UUID uuid) {
        try {
            directory.commit();
        } catch (RuntimeException failure) {
            temple.file().write(tx -> {
                var store = new SqliteCheckoutStore(tx);
                store.find(uuid).ifPresent(checkout -> store.delete(checkout.id()));
                return true;
            });
            throw failure;
        }
    }

    private record Written(
            Optional<String> branch, Optional<GitId> base, TrackedFiles tracked, WrittenTree tree, boolean marked) {}

    private static Written write(
            Transaction tx, Project project, String ref, Path target, Path directory, Progress progress) {
        var unborn = unborn(tx, project, ref);
        if (unborn.isPresent()) {
            return new Written(unborn, Optional.empty(), new TrackedFiles(), NOTHING, true);
        }
        try (var objects = new StoredObjects(tx)) {
            var resolved = new RefResolver(tx, project.id(), objects).resolve(ref);
            var written = new TreeWriter(tx, objects, target).write(resolved.requireTree(), directory, progress);
            var tracked = new TrackedFiles();
            written.files().forEach(file -> track(tracked).accept(file.file()));
            var marked = resolved.commit().isPresent() && tracked.get(Marker.NAME) == null;
            return new Written(branch(resolved), resolved.commit(), tracked, written.summary(), marked);
        }
    }

    private static Consumer<TreeFile> track(TrackedFiles tracked) {
        return file -> tracked.put(TrackedFile.unchanged(RawPath.of(file.path()), file.mode(), file.target(), null));
    }

    /// The branch of a project that has no history yet.
    private static Optional<String> unborn(Transaction tx, Project project, String ref) {
        var refs = new SqliteRefStore(tx, project.id());
        if (!ref.equals("HEAD") || !refs.refs().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(refs.head().orElse(new Head.Branch(MAIN)) instanceof Head.Branch(var name) ? name : MAIN);
    }

    private static Optional<String> branch(ResolvedRef resolved) {
        return resolved.ref().filter(name -> name.startsWith(BRANCHES));
    }

    private void mark(UUID uuid, String slug, Path directory) {
        try {
            new Marker(uuid, slug, temple.path().toString()).write(directory);
            GitExclude.hideMarker(directory);
        } catch (IOException unwritable) {
            throw DiskErrors.writingDirectory(directory, unwritable);
        }
    }

    private static Path realTarget(Path target) {
        var absolute = target.toAbsolutePath().normalize();
        try {
            var parent = absolute.getParent();
            return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException unreadable) {
            throw DiskErrors.writingDirectory(target, unreadable);
        }
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException missing) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND,
                    "There is no directory at %s.".formatted(Printable.text(directory.toString())),
                    missing);
        }
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// The checked-out directory that `from` is, or lies in.
    ///
    /// @throws TempleException with `CHECKOUT_NOT_FOUND` outside of any; `MARKER_INVALID`; `CHECKOUT_UNKNOWN` when
    /// it is
    ///         another temple's, or its project was removed; `CHECKOUT_MOVED` when it was moved or copied
    public Checkout find(Path from) {
        var root = Marker.find(real(from))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.CHECKOUT_NOT_FOUND,
                        "%s is no checked-out directory, and lies in none."
                                .formatted(Printable.text(real(from).toString()))));
        var marker = Marker.read(root);
        var checkout = temple.file()
                .read(tx -> new SqliteCheckoutStore(tx).find(marker.checkout()))
                .orElseThrow(() -> unknown(root, marker));
        if (!checkout.directory().equals(root)) {
            throw moved(root, checkout);
        }
        return checkout;
    }

    /// Whether `from` is, or lies in, a directory with a marker, whatever that says.
    public static boolean isMarked(Path from) {
        try {
            return Marker.find(from.toRealPath()).isPresent();
        } catch (IOException gone) {
            return false;
        }
    }

    private TempleException unknown(Path root, Marker marker) {
        var other = marker.temple().equals(temple.path().toString())
                ? "the temple does not know it, or its project was removed"
                : "it belongs to the temple at " + Printable.text(marker.temple());
        return new TempleException(
                ErrorCode.CHECKOUT_UNKNOWN,
                "%s was checked out of the project %s, but %s."
                        .formatted(Printable.text(root.toString()), Printable.text(marker.slug()), other));
    }

    private static TempleException moved(Path root, Checkout checkout) {
        return new TempleException(
                ErrorCode.CHECKOUT_MOVED,
                "%s is a moved or copied directory: %s was checked out to %s."
                        .formatted(
                                Printable.text(root.toString()),
                                checkout.slug(),
                                Printable.text(checkout.directory().toString())));
    }

    /// The only directory that a project is checked out to.
    ///
    /// @throws TempleException with `CHECKOUT_NOT_FOUND` when there is none, or more than one
    public Checkout only(Project project) {
        var all = list(project);
        if (all.size() == 1) {
            return all.getFirst();
        }
        throw new TempleException(
                ErrorCode.CHECKOUT_NOT_FOUND,
                all.isEmpty()
                        ? "%s is not checked out anywhere.".formatted(project.slug())
                        : "%s is checked out to %d directories; name one of them."
                                .formatted(project.slug(), all.size()));
    }

    /// The directories that a project is checked out to and that are still there.
    public List<Checkout> list(Project project) {
        var there = new ArrayList<Checkout>();
        for (var checkout : temple.file().read(tx -> new SqliteCheckoutStore(tx).ofProject(project.id()))) {
            if (isAt(checkout, checkout.directory())) {
                there.add(checkout);
            }
        }
        return there;
    }

    private static boolean isAt(Checkout checkout, Path directory) {
        if (!Files.isRegularFile(directory.resolve(Marker.NAME), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return Marker.read(directory).checkout().equals(checkout.uuid());
        } catch (TempleException another) {
            return false;
        }
    }

    /// Goes on with a directory as it is: one that was moved or copied keeps its branch and what was staged there;
    /// any
    /// other is taken for a checkout of `ref`, and what is different in it for changes. Writes nothing but the
    /// marker.
    ///
    /// @throws TempleException with `CHECKOUT_UNKNOWN` when its marker is of another project of this temple
    public Checkout adopt(Project project, String ref, Path directory) {
        var root = real(directory);
        var known = Files.exists(root.resolve(Marker.NAME), LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Marker.read(root))
                : Optional.<Marker>empty();
        var adopted = temple.file().write(tx -> {
            var store = new SqliteCheckoutStore(tx);
            var recorded = known.flatMap(marker -> store.find(marker.checkout()));
            if (recorded.isPresent() && recorded.get().project() != project.id()) {
                throw new TempleException(
                        ErrorCode.CHECKOUT_UNKNOWN,
                        "%s is a checked-out directory of %s, not of %s."
                                .formatted(
                                        Printable.text(root.toString()),
                                        recorded.get().slug(),
                                        project.slug()));
            }
            return recorded.isPresent()
                    ? movedTo(tx, store, recorded.get(), root)
                    : taken(tx, store, project, ref, root);
        });
        mark(adopted.uuid(), adopted.slug(), root);
        return adopted;
    }

    private Checkout movedTo(Transaction tx, SqliteCheckoutStore store, Checkout checkout, Path root) {
        if (checkout.directory().equals(root)) {
            return checkout;
        }
        if (!isAt(checkout, checkout.directory())) {
            store.setDirectory(checkout.id(), root);
            return store.find(checkout.id()).orElseThrow();
        }
        var uuid = UUID.randomUUID();
        store.insert(
                uuid,
                checkout.project(),
                root,
                checkout.branch(),
                checkout.base(),
                store.tracked(checkout.id()),
                now());
        var copy = store.find(uuid).orElseThrow();
        COPY.forEach(
                sql -> tx.update(sql).bind(1, checkout.id()).bind(2, copy.id()).execute());
        store.unfinished(checkout.id()).ifPresent(unfinished -> {
            store.setUnfinished(copy.id(), unfinished);
            store.setMergeWritten(copy.id(), store.mergeWritten(checkout.id()));
        });
        return copy;
    }

    private Checkout taken(Transaction tx, SqliteCheckoutStore store, Project project, String ref, Path root) {
        var uuid = UUID.randomUUID();
        var tracked = new TrackedFiles();
        var branch = unborn(tx, project, ref);
        Optional<GitId> base = Optional.empty();
        if (branch.isEmpty()) {
            try (var objects = new StoredObjects(tx)) {
                var resolved = new RefResolver(tx, project.id(), objects).resolve(ref);
                base = Optional.of(resolved.requireCommit());
                branch = branch(resolved);
                new TreeReader(objects).files(resolved.requireTree(), track(tracked));
            }
        }
        store.insert(uuid, project.id(), root, branch, base, tracked, now());
        return store.find(uuid).orElseThrow();
    }
}
