package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Tries a change on every file of a branch, at once, and takes it back. The caller is alone behind the gate.
final class Trials {
    /// What a file needs at the least: some pages of its log.
    private static final long LEAST_BYTES = 64 << 10;

    private static final String OUTLINE = """
            SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '')
              FROM sqlite_schema
             WHERE tbl_name NOT LIKE '\\_\\_%' ESCAPE '\\' AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY type, name
            """;

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
        boolean needsTrial = edit.plan().needsTrial();
        var failed = new HashMap<>(bringShared(branch, needsTrial));
        var now = store.catalog().read(rows -> rows.branches().get(branch.database(), branch.name()));
        var files = store.catalog().read(rows -> filesToTry(rows, now, needsTrial));
        var found = new ConcurrentHashMap<Long, List<Offence>>();
        var growth = new AtomicLong();
        Consumer<Long> trial = file -> {
            var offences = tryOn(file, now, edit, growth);
            if (!offences.isEmpty()) {
                found.put(file, offences);
            }
        };
        failed.putAll(Parallel.forEachThatCan(List.of(now.template()), trial));
        // Files that look like one that was tried need not be: those that are behind are as they were when the steps
        // that they lack were tried on them.
        boolean looks = edit.plan().onlyWritesSchema() && failed.isEmpty() && found.isEmpty();
        var tried = ConcurrentHashMap.<Outline>newKeySet();
        if (looks) {
            outlineOfTemplate(now).ifPresent(tried::add);
        }
        var others =
                files.keySet().stream().filter(file -> file != now.template()).toList();
        failed.putAll(Parallel.forEachThatCan(others, file -> {
            var outline = looks ? store.places().glance(file, Trials::outline) : Optional.<Outline>empty();
            if (outline.filter(tried::contains).isPresent()) {
                return;
            }
            trial.accept(file);
            if (!found.containsKey(file)) {
                outline.ifPresent(tried::add);
            }
        }));
        var all = store.catalog().read(rows -> Forwarding.filesOf(rows, now));
        refuseDamaged(all, failed);
        requireSpace(growth.get() + LEAST_BYTES * files.size());
        var offences = new TreeMap<String, List<Offence>>();
        found.forEach((file, each) -> {
            for (var tenant : files.getOrDefault(file, List.of())) {
                offences.put(tenant, each);
            }
            if (file == now.template()) {
                offences.put("without data", each);
            }
        });
        int tenants = all.values().stream().mapToInt(List::size).sum();
        return new ChangeReport(edit, false, branch.head(), tenants, new LinkedHashMap<>(offences), 0, List.of());
    }

    /// Copies and brings forward what is behind and shared with other versions, as far as it has to be tried; else
    /// each change would take all the steps before it again, on each file. The template is small, and always tried.
    ///
    /// @return the files for which that failed
    private Map<Long, TempleException> bringShared(BranchRow branch, boolean all) {
        var shared = store.catalog()
                .read(rows -> rows.files().list(branch.id()).stream()
                        .filter(file -> all || file == branch.template())
                        .filter(file -> Forwarding.isShared(rows, file, branch.id()))
                        .toList());
        return Parallel.forEachThatCan(shared, file -> store.forwarding().bringIfBehind(file, branch));
    }

    /// Nobody writes to a file that another version has, too. So it is as good as it was, if no row can be in the
    /// way.
    private static Map<Long, List<String>> filesToTry(Rows rows, BranchRow branch, boolean all) {
        var files = Forwarding.filesOf(rows, branch);
        if (!all) {
            var tried = new HashSet<>(rows.files().listOwn(branch.id()));
            tried.add(branch.template());
            files.keySet().retainAll(tried);
        }
        return files;
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

    /// What a file looks like to a step that neither reads nor writes rows.
    private record Outline(long version, List<String> schema) {}

    /// How the template looks, when it is at the version of its branch.
    private Optional<Outline> outlineOfTemplate(BranchRow branch) {
        try (var open = store.files().use(branch.template())) {
            var outline = open.file().read(Trials::outline);
            return outline.version() == branch.head() ? Optional.of(outline) : Optional.empty();
        }
    }

    private static Outline outline(Transaction tx) {
        return new Outline(tx.userVersion(), tx.query(OUTLINE).list(row -> row.text(1)));
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
                case DISK_FULL, INTERRUPTED, DATABASE_BUSY, DATABASES_FOREIGN, INTERNAL -> throw failure;
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
