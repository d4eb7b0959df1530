package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.catalog.Catalog;
import dev.templedb.branchdb.catalog.Rows;
import dev.templedb.branchdb.catalog.SqliteDatabases;
import dev.templedb.branchdb.catalog.SqliteWritten;
import dev.templedb.branchdb.catalog.TenantPlace;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Offence;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads and writes tenants, wherever their data is. Thread-safe.
public final class TenantStore implements AutoCloseable {
    private static final String INTEGRITY = "SELECT integrity_check FROM pragma_integrity_check";
    private static final String MISSING_PARENTS = """
            SELECT count(*) || ' rows of ' || "table" || ' refer to a missing row of ' || parent
              FROM pragma_foreign_key_check
             GROUP BY "table", parent
            """;

    private static final String ENGINE_TRIGGERS = """
            SELECT name, tbl_name, sql FROM sqlite_schema
             WHERE type = 'trigger' AND (name LIKE '\\_\\_%' ESCAPE '\\' OR tbl_name LIKE '\\_\\_%' ESCAPE '\\')
             ORDER BY name
            """;

    /// What stands for the empty tenant of a branch, from which those without a file are read.
    private static final String TEMPLATE = "(template)";

    private final Catalog catalog;
    private final TenantFiles places;
    private final OpenFiles files;
    private final Checkpointer checkpointer;
    private final Forwarding forwarding;

    /// @param directory where the files lie
    /// @param openFiles how many are kept open
    public TenantStore(Catalog catalog, Path directory, int openFiles) {
        this.catalog = catalog;
        this.places = new TenantFiles(directory, catalog);
        this.files = new OpenFiles(openFiles, places::open);
        this.checkpointer = new Checkpointer(files);
        this.forwarding = new Forwarding(catalog, places, files);
    }

    /// The tenant with that name, which is looked for when it is used.
    public TenantAccess tenant(TenantRef ref) {
        return new TenantAccess(ref, this);
    }

    /// Reads `access` at the version of its branch.
    <T extends @Nullable Object> T read(TenantAccess access, Work<T> work) {
        while (true) {
            var place = access.place(catalog);
            var attempt = new Attempt<T>(work);
            try (var file = files.use(place.readFile())) {
                var version = catalog.version(place.head());
                var found = file.file().read(tx -> {
                    long at = tx.userVersion();
                    if (catalog.isStill(place.epoch()) && at == place.head()) {
                        attempt.run(tx, version);
                    }
                    return at;
                });
                if (attempt.isDone()) {
                    return attempt.result();
                }
                if (found == place.head() || !catalog.isStill(place.epoch())) {
                    continue;
                }
            } catch (TempleException e) {
                if (attempt.isBegun() || catalog.isStill(place.epoch())) {
                    throw e;
                }
                continue;
            }
            bring(place);
        }
    }

    /// Brings the file of a tenant forward, unless it was replaced meanwhile.
    private void bring(TenantPlace place) {
        try {
            forwarding.bring(place.readFile(), place.branch(), place.head());
        } catch (TempleException e) {
            if (catalog.isStill(place.epoch())) {
                throw e;
            }
        }
    }

    /// Writes to `access` at the version of its branch.
    <T extends @Nullable Object> T write(TenantAccess access, Work<T> work) {
        while (true) {
            long branch = access.place(catalog).branch();
            try (var _ = catalog.gate(branch).enter()) {
                var place = access.place(catalog);
                if (place.branch() != branch) {
                    continue;
                }
                requireWritable(access, place);
                if (place.file().isEmpty() || place.isShared()) {
                    own(place);
                    continue;
                }
                var attempt = new Attempt<T>(work);
                try (var file = files.use(place.readFile())) {
                    if (file.version() != place.head()) {
                        forwarding.bring(file.number(), branch, place.head());
                        file.hasVersion(place.head());
                    }
                    var version = catalog.version(place.head());
                    file.file().write(tx -> {
                        attempt.run(tx, version);
                        return true;
                    });
                    checkpointer.wrote(file);
                    return attempt.result();
                } catch (TempleException e) {
                    if (attempt.isBegun() || catalog.isStill(place.epoch())) {
                        throw e;
                    }
                }
            }
        }
    }

    private static void requireWritable(TenantAccess access, TenantPlace place) {
        place.maintenance().ifPresent(reason -> {
            throw SqliteDatabases.inMaintenance(access.ref().database(), reason);
        });
    }

    /// Gives a tenant a file of its own. The caller is behind the gate.
    private void own(TenantPlace place) {
        var made = places.newPath();
        try {
            try (var source = files.use(place.readFile())) {
                source.file().copyTo(made);
            } catch (TempleException e) {
                if (catalog.isStill(place.epoch())) {
                    throw e;
                }
                return;
            }
            catalog.write(rows -> {
                long number = rows.files().add();
                if (rows.tenants().own(place.tenant(), place.file(), number)) {
                    places.moveIn(made, number);
                } else {
                    rows.files().removeUnused(List.of(number));
                }
                return true;
            });
        } finally {
            TenantFiles.deleteWithLog(made);
        }
    }

    /// Makes tenants, all or none.
    ///
    /// @param withFiles whether each gets its file now, and not on its first write
    public void create(String database, String branch, List<String> names, boolean withFiles) {
        var row = catalog.read(rows ->
                rows.branches().get(rows.databases().getWritable(database).id(), branch));
        var made = Collections.synchronizedList(new ArrayList<Path>());
        try (var _ = catalog.gate(row.id()).enter()) {
            if (withFiles) {
                copyTemplate(row.template(), names.size(), made);
            }
            removed(catalog.write(rows -> {
                var still = row.requireSame(rows.branches()
                        .get(rows.databases().getWritable(database).id(), branch));
                var numbers = new ArrayList<Long>();
                made.forEach(path -> numbers.add(rows.files().add()));
                rows.tenants().addAll(still.id(), names, numbers);
                places.moveIn(made, numbers);
                var forgotten = new ArrayList<Long>();
                names.forEach(name -> forgotten.addAll(rows.bases().forget(still.id(), name)));
                return rows.files().removeUnused(forgotten);
            }));
        } finally {
            made.forEach(TenantFiles::deleteWithLog);
        }
    }

    private void copyTemplate(long template, int count, List<Path> made) {
        for (int i = 0; i < count; i++) {
            made.add(places.newPath());
        }
        try (var source = files.use(template)) {
            source.file().copyTo(made.getFirst());
        }
        // The first copy is of nobody yet and on the disk: its bytes can be taken as they are.
        Parallel.forEach(List.copyOf(made.subList(1, count)), path -> {
            try {
                Files.copy(made.getFirst(), path);
            } catch (IOException e) {
                throw TenantFiles.unwritable(e);
            }
        });
    }

    /// Makes a database with its first branch, the empty tenant from which all others come, and the tenant `main`.
    ///
    /// @param database adds the database and returns its number
    /// @param main     what the first branch and tenant are called
    public void makeDatabase(Function<Rows, Long> database, String main) {
        var first = CatalogJson.version(Schema.EMPTY, SchemaPlan.EMPTY, SchemaPlan.EMPTY, OptionalLong.empty());
        var made = places.newPath();
        try {
            SqliteFile.open(made, TenantFiles.UNFINISHED.creating()).close();
            catalog.write(rows -> {
                long id = database.apply(rows);
                long version = rows.versions().addFirst(id, first);
                setVersion(made, version);
                long template = rows.files().add();
                long branch = rows.branches().addFirst(id, main, version, template);
                rows.tenants().add(branch, main);
                places.moveIn(made, template);
                return true;
            });
        } finally {
            TenantFiles.deleteWithLog(made);
        }
    }

    /// A place for the file of a tenant of a [TakenDatabase], and what makes it: `steps`, run on an empty file.
    public Path newFile(SchemaPlan steps) {
        return newFile(steps, tx -> {});
    }

    /// As [#newFile(SchemaPlan)], with what `filling` puts into it in the same transaction.
    public Path newFile(SchemaPlan steps, Consumer<Transaction> filling) {
        var made = places.newPath();
        try (var file = SqliteFile.open(made, TenantFiles.UNFINISHED.creating())) {
            file.writeSchema(tx -> {
                steps.run(tx);
                filling.accept(tx);
                return true;
            });
            requireWritten(file);
        } catch (RuntimeException e) {
            TenantFiles.deleteWithLog(made);
            throw e;
        }
        return made;
    }

    /// Removes a file that was made here and is not wanted.
    public static void discard(Path made) {
        TenantFiles.deleteWithLog(made);
    }

    /// A copy of the file of a tenant elsewhere, at the version of its branch, to be brought to another schema by
    /// [#bringCopy]. Whoever asks keeps others from writing to it.
    ///
    /// @param source the store of the other place
    public Path newCopy(TenantStore source, TenantRef tenant) {
        var made = places.newPath();
        source.withFile(source.tenant(tenant), file -> file.copyTo(made));
        return made;
    }

    /// Hands over the file of a tenant when it is at the version of its branch.
    private void withFile(TenantAccess access, Consumer<SqliteFile> work) {
        while (true) {
            var place = access.place(catalog);
            try (var file = files.use(place.readFile())) {
                if (file.file().read(Transaction::userVersion) == place.head()) {
                    work.accept(file.file());
                    return;
                }
            }
            bring(place);
        }
    }

    /// Takes the steps of `plan` on a copy.
    ///
    /// @return what is in the way; nothing was done then
    public static List<Offence> bringCopy(Path copy, SchemaPlan plan) {
        try (var file = SqliteFile.open(copy, TenantFiles.UNFINISHED)) {
            var offences = plan.needsTrial() ? file.rehearseSchema(plan::trial) : List.<Offence>of();
            if (offences.isEmpty()) {
                run(file, plan);
            }
            return offences;
        }
    }

    /// A copy of a file, brought to the version `head` by steps that were not tried on its rows before: those that
    /// were
    /// taken since, or, when rows are in the way of one of them, what leads from the one schema to the other. A
    /// column
    /// that came and went meanwhile is in nobody's way then.
    ///
    /// @param tenant whose it is, for the message
    /// @throws TempleException with `DATA_IN_THE_WAY` when rows are in the way of a step
    Path newCopyAt(long file, long head, String tenant) {
        long found;
        try (var source = files.use(file)) {
            found = source.file().read(Transaction::userVersion);
        }
        var offences = new ArrayList<Offence>();
        var made = newCopyBy(file, head, untried(found, head), offences);
        if (made.isEmpty()) {
            offences.clear();
            made = newCopyBy(file, head, List.of(direct(found, head)), offences);
        }
        return made.orElseThrow(() -> Offence.report(new TreeMap<>(Map.of(tenant, offences))));
    }

    /// @param offences gets what is in the way; then there is no copy
    private Optional<Path> newCopyBy(long file, long head, List<SchemaPlan> plans, List<Offence> offences) {
        var made = places.newPath();
        boolean isDone = false;
        try {
            try (var source = files.use(file)) {
                source.file().copyTo(made);
            }
            for (var plan : plans) {
                offences.addAll(bringCopy(made, plan));
                if (!offences.isEmpty()) {
                    return Optional.empty();
                }
            }
            setVersion(made, head);
            isDone = true;
            return Optional.of(made);
        } finally {
            if (!isDone) {
                TenantFiles.deleteWithLog(made);
            }
        }
    }

    private SchemaPlan direct(long from, long to) {
        return Planner.between(
                        CatalogJson.readSchema(catalog.version(from).model()),
                        CatalogJson.readSchema(catalog.version(to).model()),
                        Hints.NONE)
                .plan();
    }

    /// What leads from one version to another. What was done and taken back on the way is left out: rows may have
    /// been in the way of it.
    private List<SchemaPlan> untried(long from, long to) {
        var way = catalog.read(rows -> rows.versions().way(from, to)).stream()
                .map(catalog::version)
                .toList();
        var plans = new ArrayList<SchemaPlan>();
        String model = catalog.version(from).model();
        for (int i = 0; i < way.size(); i++) {
            int same = way.size() - 1;
            while (same >= i && !way.get(same).model().equals(model)) {
                same--;
            }
            if (same >= i) {
                i = same;
            } else {
                plans.add(CatalogJson.readPlan(way.get(i).steps()));
                model = way.get(i).model();
            }
        }
        return plans;
    }

    private static void run(SqliteFile file, SchemaPlan plan) {
        file.writeSchema(tx -> {
            plan.run(tx);
            return true;
        });
        requireWritten(file);
    }

    private static void requireWritten(SqliteFile file) {
        if (!file.checkpoint()) {
            throw new TempleException(ErrorCode.DISK_FULL, "The file of a tenant cannot be written: the disk is full.");
        }
    }

    /// Adds a database that came from another place.
    ///
    /// @throws TempleException with `DATABASE_EXISTS`
    public void take(TakenDatabase taken) {
        var made = new TreeMap<Integer, Path>();
        taken.makers().forEach((version, steps) -> made.put(version, newFile(steps)));
        var heads = new HashMap<Path, Integer>();
        made.forEach((version, path) -> heads.put(path, version));
        for (var branch : taken.database().branches()) {
            branch.tenants().stream()
                    .map(tenant -> taken.files().get(new TakenDatabase.Place(branch.name(), tenant.name())))
                    .filter(Objects::nonNull)
                    .forEach(file -> heads.put(file, branch.head()));
        }
        try {
            catalog.write(rows -> {
                var ids = new HashMap<Integer, Long>();
                var numbers = new HashMap<Path, Long>();
                heads.keySet().stream()
                        .sorted()
                        .forEach(path -> numbers.put(path, rows.files().add()));
                rows.written()
                        .add(
                                taken.database(),
                                new SqliteWritten.Additions(
                                        taken.schemas().stream()
                                                .map(schema -> schema.hash().hex())
                                                .toList(),
                                        version -> number(numbers, made.get(version)),
                                        (branch, tenant) -> {
                                            var file = taken.files().get(new TakenDatabase.Place(branch, tenant));
                                            return file == null
                                                    ? OptionalLong.empty()
                                                    : OptionalLong.of(number(numbers, file));
                                        },
                                        ids::put));
                var paths = List.copyOf(heads.keySet());
                paths.forEach(path -> setVersion(path, Objects.requireNonNull(ids.get(heads.get(path)))));
                places.moveIn(paths, paths.stream().map(numbers::get).toList());
                return true;
            });
        } finally {
            heads.keySet().forEach(TenantFiles::deleteWithLog);
        }
    }

    private static long number(Map<Path, Long> numbers, @Nullable Path path) {
        return Objects.requireNonNull(numbers.get(path));
    }

    private static void setVersion(Path made, long version) {
        try (var file = SqliteFile.open(made, TenantFiles.UNFINISHED)) {
            file.write(tx -> {
                tx.setUserVersion(Math.toIntExact(version));
                return true;
            });
            requireWritten(file);
        }
    }

    /// The tenants of a branch whose files have another schema than their version.
    public List<Drift> drift(String database, String branch) {
        var files = catalog.read(rows -> Forwarding.filesOf(
                rows, rows.branches().get(rows.databases().get(database).id(), branch)));
        var found = Collections.synchronizedList(new ArrayList<Drift>());
        Parallel.forEach(List.copyOf(files.entrySet()), entry -> {
            try (var file = this.files.use(entry.getKey())) {
                file.file().read(tx -> {
                    var version = catalog.version(tx.userVersion());
                    var actual = SchemaReader.read(tx);
                    if (!actual.hash().equals(version.hash())) {
                        var changes = changes(CatalogJson.readSchema(version.model()), actual);
                        for (var tenant : entry.getValue()) {
                            found.add(new Drift(tenant, version.id(), version.hash(), actual.hash(), changes));
                        }
                    }
                    return true;
                });
            }
        });
        return found.stream().sorted(Comparator.comparing(Drift::tenant)).toList();
    }

    private static List<String> changes(Schema expected, Schema actual) {
        try {
            return Planner.between(expected, actual.identifiedBy(expected), Hints.NONE).changes().stream()
                    .map(change -> change.type() + " " + change.entity())
                    .toList();
        } catch (TempleException | IllegalStateException indescribable) {
            // Whatever somebody did there need not be something that a change of ours can do.
            return List.of();
        }
    }

    /// Brings all files of a branch to its version that no branch at another version uses.
    ///
    /// @return how many could not be brought
    public int bringForward(String database, String branch) {
        var row = catalog.read(rows ->
                rows.branches().get(rows.databases().getWritable(database).id(), branch));
        return forwarding.bringAll(row).failed();
    }

    /// What SQLite finds broken in the files of a branch.
    public List<Damage> damage(String database, String branch) {
        var files = catalog.read(rows -> Forwarding.filesOf(
                rows, rows.branches().get(rows.databases().get(database).id(), branch)));
        var found = Collections.synchronizedList(new ArrayList<Damage>());
        Parallel.forEach(List.copyOf(files.entrySet()), entry -> {
            for (var words : damage(entry.getKey())) {
                var tenants = entry.getValue();
                if (tenants.isEmpty()) {
                    found.add(new Damage(TEMPLATE, words));
                }
                tenants.forEach(tenant -> found.add(new Damage(tenant, words)));
            }
        });
        return found.stream().sorted(Comparator.comparing(Damage::tenant)).toList();
    }

    private List<String> damage(long number) {
        try (var file = files.use(number)) {
            return file.file()
                    .read(tx -> Stream.concat(
                                    Stream.of(INTEGRITY, MISSING_PARENTS)
                                            .flatMap(check -> tx.query(check).list(row -> row.text(1)).stream())
                                            .filter(words -> !words.equals("ok")),
                                    foreignTriggers(tx).stream())
                            .toList());
        } catch (TempleException e) {
            return switch (e.code()) {
                case INTERRUPTED, DATABASE_BUSY, DISK_FULL -> throw e;
                default -> List.of(String.valueOf(e.getMessage()));
            };
        }
    }

    /// Writes a copy of a tenant's file, at the version of its branch, to `target`.
    void exportTo(TenantAccess access, Path target) {
        withFile(access, file -> file.backupTo(target));
    }

    /// What somebody else had the file do when rows or keys change: no schema names the triggers of the engine, so
    /// no drift shows it.
    private static List<String> foreignTriggers(Transaction tx) {
        var ours = SchemaReader.read(tx).tables().stream()
                .flatMap(table -> table.touchTrigger().stream())
                .collect(Collectors.toSet());
        record Found(String name, String table, String sql) {}
        return tx.query(ENGINE_TRIGGERS).list(row -> new Found(row.text(1), row.text(2), row.text(3))).stream()
                .filter(found -> !ours.contains(found.sql()))
                .map(found -> "the trigger %s of %s was not made by branchdb".formatted(found.name(), found.table()))
                .toList();
    }

    /// Rewrites the file of a tenant without its free pages.
    Vacuumed vacuum(TenantAccess access) {
        try (var _ = catalog.gate(access.place(catalog).branch()).enter()) {
            var place = access.place(catalog);
            requireWritable(access, place);
            if (place.file().isEmpty()) {
                return new Vacuumed(0, 0);
            }
            try (var file = files.use(place.readFile())) {
                long before = places.bytesOf(file.number());
                file.file().vacuum();
                file.file().tryCheckpoint();
                return new Vacuumed(before, places.bytesOf(file.number()));
            }
        }
    }

    /// Closes and removes files that the catalogue does not name any more.
    public void removed(List<Long> unused) {
        files.retire(unused);
        places.delete(unused);
    }

    Catalog catalog() {
        return catalog;
    }

    TenantFiles places() {
        return places;
    }

    OpenFiles files() {
        return files;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    @Override
    public void close() {
        checkpointer.close();
        files.close();
    }
}
