package dev.templedb.branchdb.catalog;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything that the catalogue says of a database, apart from where its files are: the same for the same database,
/// whatever numbers it has here.
///
/// Versions are numbered from 1, in their order; they are those that a branch has or had. What leads from one to
/// another is
/// not said.
public record WrittenDatabase(
        String name, String description, Instant createdAt, List<Version> versions, List<Branch> branches) {
    public WrittenDatabase {
        versions = List.copyOf(versions);
        branches = List.copyOf(branches);
    }

    /// A version.
    ///
    /// @param after      the number of the version before it, smaller than its own; none for the first
    /// @param mergedFrom the number of the version that it brought in, smaller than its own
    /// @param model      canonical JSON
    public record Version(OptionalInt after, OptionalInt mergedFrom, String model, Instant madeAt) {}

    /// A branch.
    ///
    /// @param forkedAt the number of a version, as is `head`
    public record Branch(
            String name,
            Optional<String> parent,
            int forkedAt,
            int head,
            boolean isProtected,
            Instant createdAt,
            List<Change> changes,
            List<Tenant> tenants) {
        public Branch {
            changes = List.copyOf(changes);
            tenants = List.copyOf(tenants);
        }
    }

    /// An entry in the list of changes of a branch.
    ///
    /// @param version  the number of the version that it led to
    /// @param details  JSON
    /// @param undoes   the number of the version that it took back, when it is an undo; `details` are `{}` then
    /// @param isUndone whether it was taken back on this branch
    public record Change(
            int version,
            String kind,
            String details,
            OptionalInt undoes,
            String sql,
            Optional<String> origin,
            boolean isUndone,
            Instant madeAt) {
        /// The same, as it is on a branch where it holds.
        public Change holding() {
            return isUndone ? new Change(version, kind, details, undoes, sql, origin, false, madeAt) : this;
        }
    }

    /// A tenant, without its data.
    public record Tenant(String name, Instant createdAt) {}

    /// The version with that number.
    public Version version(int number) {
        return versions.get(number - 1);
    }

    /// Whether every version is one that a branch has or had.
    public boolean hasReachedVersionsOnly() {
        var reached = new BitSet();
        var open = new ArrayDeque<Integer>();
        for (var branch : branches) {
            open.add(branch.head());
            open.add(branch.forkedAt());
            branch.changes().forEach(change -> {
                open.add(change.version());
                change.undoes().ifPresent(open::add);
            });
        }
        while (!open.isEmpty()) {
            int number = open.remove();
            if (!reached.get(number)) {
                reached.set(number);
                version(number).after().ifPresent(open::add);
                version(number).mergedFrom().ifPresent(open::add);
            }
        }
        return reached.cardinality() == versions.size();
    }
}
