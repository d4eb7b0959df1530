package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.tenants.TakenDatabase;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.branchdb.tenants.TenantStore;
import dev.templedb.branchdb.travel.ProvedDatabase;
import dev.templedb.branchdb.travel.TravelHints;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes databases of a later state in a new directory, with the rows that tenants have in the old one: on copies,
/// brought
/// to the later schema by a plan that is proved here and tried on each. Nobody writes to the old directory meanwhile.
final class Carrying {
    private static final int SHOWN = 10;

    private final Project from;
    private final Project to;
    private final List<String> lost = new ArrayList<>();
    private final TreeMap<String, List<Offence>> offences = new TreeMap<>();

    Carrying(Project from, Project to) {
        this.from = from;
        this.to = to;
    }

    /// @param later by the name of their document
    /// @throws TempleException with `ROWS_WOULD_BE_LOST` or `DATA_IN_THE_WAY`, and everything that is
    void carry(SortedMap<String, ProvedDatabase> later) {
        var byName = new TreeMap<String, ProvedDatabase>();
        later.values().forEach(proved -> byName.put(proved.database().name(), proved));
        var files = new HashMap<String, Map<TakenDatabase.Place, Path>>();
        for (var database : from.catalog().read(rows -> rows.databases().list())) {
            files.put(database.name(), carry(database, byName.get(database.name())));
        }
        refuseLosses();
        if (!offences.isEmpty()) {
            throw Offence.report(offences);
        }
        byName.forEach((name, proved) -> to.tenants()
                .take(new TakenDatabase(
                        proved.database(), proved.schemas(), proved.makers(), files.getOrDefault(name, Map.of()))));
    }

    private void refuseLosses() {
        if (!lost.isEmpty()) {
            var shown = String.join(", ", lost.subList(0, Math.min(SHOWN, lost.size())));
            throw new TempleException(
                    ErrorCode.ROWS_WOULD_BE_LOST,
                    "The databases cannot move on: what comes does not have %s%s, and there are rows here."
                            .formatted(
                                    shown, lost.size() > SHOWN ? " and %d more".formatted(lost.size() - SHOWN) : ""));
        }
    }

    private Map<TakenDatabase.Place, Path> carry(DatabaseRow database, @Nullable ProvedDatabase later) {
        var files = new HashMap<TakenDatabase.Place, Path>();
        for (var branch : from.catalog().read(rows -> rows.branches().list(database.id()))) {
            var there = later == null
                    ? Optional.<WrittenDatabase.Branch>empty()
                    : later.database().branches().stream()
                            .filter(each -> each.name().equals(branch.name()))
                            .findFirst();
            var names = there.map(each -> each.tenants().stream()
                            .map(WrittenDatabase.Tenant::name)
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
            var tenants = from.catalog().read(rows -> rows.tenants().list(branch.id())).stream()
                    .filter(tenant -> !tenant.isLazy())
                    .toList();
            var kept = new ArrayList<TenantRow>();
            for (var tenant : tenants) {
                if (names.contains(tenant.name())) {
                    kept.add(tenant);
                } else if (hasRows(database, branch, tenant)) {
                    lost.add("tenant %s of %s/%s".formatted(tenant.name(), database.name(), branch.name()));
                }
            }
            if (later != null && there.isPresent() && !kept.isEmpty()) {
                var plan = plan(branch, later, there.get().head());
                files.putAll(copies(database, branch, kept, plan));
            }
        }
        return files;
    }

    private SchemaPlan plan(BranchRow branch, ProvedDatabase later, int head) {
        var now = from.changes().schema(branch.head());
        var next = later.schemas().get(head - 1);
        return now.equals(next) && now.hash().equals(next.hash())
                ? SchemaPlan.EMPTY
                : Planner.between(now, next, TravelHints.of(later, branch.name()))
                        .plan();
    }

    private Map<TakenDatabase.Place, Path> copies(
            DatabaseRow database, BranchRow branch, List<TenantRow> tenants, SchemaPlan plan) {
        var copies = new HashMap<Long, Path>();
        var files = new HashMap<TakenDatabase.Place, Path>();
        for (var tenant : tenants) {
            // Those that have one file have one afterwards, too.
            var copy = copies.computeIfAbsent(tenant.file().getAsLong(), file -> {
                var made = to.tenants()
                        .newCopy(from.tenants(), new TenantRef(database.name(), branch.name(), tenant.name()));
                var found = TenantStore.bringCopy(made, plan);
                if (!found.isEmpty()) {
                    offences.put("%s of %s/%s".formatted(tenant.name(), database.name(), branch.name()), found);
                }
                return made;
            });
            files.put(new TakenDatabase.Place(branch.name(), tenant.name()), copy);
        }
        return files;
    }

    private boolean hasRows(DatabaseRow database, BranchRow branch, TenantRow tenant) {
        var tables = from.changes().schema(branch.head()).tables();
        return from.tenants()
                .tenant(new TenantRef(database.name(), branch.name(), tenant.name()))
                .read((tx, version) -> tables.stream()
                        .anyMatch(table -> tx.query("SELECT 1 FROM " + SqlName.quote(table.name()) + " LIMIT 1")
                                .exists()));
    }
}
