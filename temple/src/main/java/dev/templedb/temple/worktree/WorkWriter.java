package dev.templedb.temple.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.DiskErrors;
import dev.templedb.packages.disk.Leftovers;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.Conversion;
import dev.templedb.temple.checkout.FileReplacer;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// Makes the planned writes of a checked-out directory. They stand in the temple before the first file is touched and
/// until the last one is, so that a run that is killed is finished by the next.
final class WorkWriter {
    private final Temple temple;
    private final Checkout checkout;

    WorkWriter(Temple temple, Checkout checkout) {
        this.temple = temple;
        this.checkout = checkout;
    }

    /// Everything that the temple has, with what is staged and saved here.
    static LayeredSource contents(Transaction tx, StoredObjects objects, Checkout checkout) {
        return new LayeredSource(objects::has, objects, new SqliteContentStore(tx, checkout.id()));
    }

    /// Plans writes of what is staged or saved. It is read before, so that nothing is touched when something of it
    /// is
    /// lost, which is `WORK_CONTENT_DAMAGED`.
    static void plan(Transaction tx, Checkout checkout, List<PlannedWrite> writes) {
        var contents = new SqliteContentStore(tx, checkout.id());
        try (var objects = new StoredObjects(tx)) {
            for (var write : writes) {
                var blob = write.newBlob();
                if (blob != null && !objects.has(blob) && TrackedFile.kind(write.newMode()) != FileMode.SUBMODULE) {
                    contents.require(blob);
                }
            }
        }
        new SqliteCheckoutStore(tx).addWrites(checkout.id(), writes);
    }

    /// Makes the writes that are planned, if any.
    ///
    /// @param isRecovery whether they were planned by another run: then a file that somebody has changed since is
    /// left
    ///                   alone, and shows as changed; so is one whose new content is lost or has something in its
    /// way, because a plan that
    /// nobody
    ///                   can carry out would stop every later command
    /// @throws TempleException with `WORK_UNFINISHED` when the directory cannot be written to
    void finish(boolean isRecovery) {
        var writes = temple.file().read(tx -> new SqliteCheckoutStore(tx).writes(checkout.id()));
        if (writes.isEmpty()) {
            return;
        }
        if (isRecovery) {
            sweep(writes);
        }
        temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                var contents = contents(tx, objects, checkout);
                var tracked = new SqliteCheckoutStore(tx).tracked(checkout.id());
                var fromDisk = writes.stream().anyMatch(write -> write.how() == PlannedWrite.How.AS_DISK);
                var rules = NextAttributes.ofWrites(checkout.directory(), tracked, writes, contents, fromDisk);
                make(writes, contents, rules, isRecovery);
                return writes;
            }
        });
        temple.file().write(tx -> {
            new SqliteCheckoutStore(tx).forgetWrites(checkout.id());
            return writes;
        });
    }

    private void sweep(List<PlannedWrite> writes) {
        var seen = new HashSet<String>();
        for (var write : writes) {
            if (seen.add(RawPath.parent(write.path()))) {
                var directory =
                        RawPath.resolve(checkout.directory(), write.path()).getParent();
                if (directory != null) {
                    Leftovers.sweep(directory);
                }
            }
        }
    }

    private void make(List<PlannedWrite> writes, ObjectSource contents, AttributeRules rules, boolean isRecovery) {
        var files = new WorkFiles(checkout.directory(), rules, question -> question.test(contents));
        var replacer = new FileReplacer(checkout.directory());
        try {
            var deletions = new ArrayList<PlannedWrite>();
            var creations = new ArrayList<PlannedWrite>();
            writes.forEach(write -> (write.isDeletion() ? deletions : creations).add(write));
            deletions.sort(Comparator.comparing(PlannedWrite::path).reversed());
            creations.sort(Comparator.comparing(PlannedWrite::path));
            for (var write : deletions) {
                if (!isRecovery || isAsPlanned(write, files, replacer)) {
                    replacer.delete(RawPath.path(write.path()));
                }
            }
            for (var write : creations) {
                if (!isRecovery || isAsPlanned(write, files, replacer)) {
                    create(write, replacer, contents, rules, isRecovery);
                }
            }
        } catch (IOException failure) {
            throw stopped(writes.size(), failure);
        }
    }

    private TempleException stopped(int planned, IOException failure) {
        var why = DiskErrors.writingDirectory(checkout.directory(), failure);
        return new TempleException(
                ErrorCode.WORK_UNFINISHED,
                "%s Of %d planned change%s to its files, some may be made already; none is lost."
                        .formatted(why.getMessage(), planned, planned == 1 ? "" : "s"),
                why);
    }

    private static void create(
            PlannedWrite write, FileReplacer replacer, ObjectSource contents, AttributeRules rules, boolean isRecovery)
            throws IOException {
        var kind = TrackedFile.kind(write.newMode());
        var blob = Objects.requireNonNull(write.newBlob());
        try (var content = kind == FileMode.SUBMODULE
                ? nothing()
                : kind == FileMode.SYMLINK || write.isExact()
                        ? contents.openBlob(blob)
                        : converted(rules.conversion(write.path()), blob, contents)) {
            replacer.write(RawPath.path(write.path()), kind, content);
        } catch (TempleException refused) {
            if (!isRecovery
                    || refused.code().kind() != ErrorCode.Kind.CORRUPT && refused.code() != ErrorCode.WORK_IN_THE_WAY) {
                throw refused;
            }
        }
    }

    private static InputStream converted(Conversion conversion, GitId blob, ObjectSource contents) throws IOException {
        return conversion.isNone()
                ? contents.openBlob(blob)
                : conversion.toWorkTree(blob, contents.blobBytes(blob), () -> contents.openBlob(blob));
    }

    private static InputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }

    /// Whether a file still is what it was when the write was planned.
    private static boolean isAsPlanned(PlannedWrite write, WorkFiles files, FileReplacer replacer) throws IOException {
        if (!replacer.isReachable(RawPath.path(RawPath.parent(write.path())))) {
            return write.oldMode() == 0 && !write.isDeletion();
        }
        var stat = FileStat.of(files.path(write.path()));
        if (stat == null || stat.isDirectory()) {
            return write.oldMode() == 0 || write.oldMode() == FileMode.SUBMODULE.canonical();
        }
        if (write.oldMode() == 0 || !stat.isContent()) {
            return false;
        }
        var old = write.oldBlob();
        var then = write.before().conversion();
        return stat.isLike(write.before().stat())
                || old != null
                        && files.was(write.path(), stat, old, then == null ? files.conversion(write.path()) : then);
    }
}
