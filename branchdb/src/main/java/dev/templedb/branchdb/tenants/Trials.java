package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Tries a change on every file of a branch, at once, and takes it back. The caller is alone behind the gate.
final class Trials {
    /// What a file needs at the least: some pages of its log.
    private static final long LEAST_BYTES = 64 << 10;

    private final TenantStore store;

    Trials(TenantStore store) {
        this.store = store;
    }

    /// Says what is in the way, in every tenant.
    ///
    /// @throws TempleException with `TENANT_DAMAGED` when files cannot be read or written, `DISK_FULL` when the
    /// change
    ///         will not fit
    ChangeReport run(BranchRow branch, Edit edit) {
        var files = store.catalog().read(rows -> Forwarding.filesOf(rows, branch));
        var found = new ConcurrentHashMap<Long, List<Offence>>();
        var failed = new ConcurrentHashMap<Long, TempleException>();
        var growth = new AtomicLong();
        Parallel.forEach(List.copyOf(files.keySet()), file -> {
            try {
                var offences = tryOn(file, branch, edit, growth);
                if (!offences.isEmpty()) {
                    found.put(file, offences);
                }
            } catch (TempleException e) {
                failed.put(file, e);
            }
        });
        refuseDamaged(files, failed);
        requireSpace(growth.get() + LEAST_BYTES * files.size());
        var offences = new TreeMap<String, List<Offence>>();
        found.forEach((file, each) -> {
            for (var tenant : files.getOrDefault(file, List.of())) {
                offences.put(tenant, each);
            }
            if (file == branch.template()) {
                offences.put("without data", each);
            }
        });
        int tenants = files.values().stream().mapToInt(List::size).sum();
        return new ChangeReport(edit, false, branch.head(), tenants, new LinkedHashMap<>(offences), 0);
    }

    private List<Offence> tryOn(long file, BranchRow branch, Edit edit, AtomicLong growth) {
        try (var open = store.files().use(file)) {
            return open.file().rehearseSchema(tx -> {
                store.forwarding().bring(tx, branch.head());
                long before = bytes(tx);
                var offences = edit.plan().trial(tx);
                growth.addAndGet(2 * (bytes(tx) - before));
                if (file == branch.template() && offences.isEmpty()) {
                    requireResult(tx, edit);
                }
                return offences;
            });
        }
    }

    private static long bytes(Transaction tx) {
        return tx.query("PRAGMA page_count").longValue()
                * tx.query("PRAGMA page_size").longValue();
    }

    /// A plan that leads to another schema than it says would make all files differ from their branch.
    private static void requireResult(Transaction tx, Edit edit) {
        if (!SchemaReader.read(tx).hash().equals(edit.result().hash())) {
            throw new TempleException(
                    ErrorCode.INTERNAL, "The steps of the change do not lead to the schema that it is to have.");
        }
    }

    private static void refuseDamaged(Map<Long, List<String>> files, Map<Long, TempleException> failed) {
        if (failed.isEmpty()) {
            return;
        }
        for (var failure : failed.values()) {
            switch (failure.code()) {
                case DISK_FULL, INTERRUPTED, TEMPLE_BUSY, INTERNAL -> throw failure;
                default -> {}
            }
        }
        var names = new ArrayList<String>();
        failed.keySet().stream().sorted().forEach(file -> names.addAll(files.getOrDefault(file, List.of())));
        var first = failed.values().iterator().next();
        throw new TempleException(
                ErrorCode.TENANT_DAMAGED,
                "The change cannot be made, because files of tenants cannot be read and written: %s. %s"
                        .formatted(String.join(", ", names.subList(0, Math.min(20, names.size()))), first.getMessage()),
                first);
    }

    private void requireSpace(long bytes) {
        long free = store.places().freeBytes();
        if (free < bytes) {
            throw new TempleException(
                    ErrorCode.DISK_FULL,
                    "The change needs %d bytes of free disk space, but only %d are left.".formatted(bytes, free));
        }
    }
}
