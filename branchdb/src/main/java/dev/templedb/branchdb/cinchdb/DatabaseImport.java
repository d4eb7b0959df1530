package dev.templedb.branchdb.cinchdb;

import dev.templedb.branchdb.Database;
import dev.templedb.branchdb.Databases;
import dev.templedb.branchdb.catalog.NewChange;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.cinchdb.CinchCatalog.CinchBranch;
import dev.templedb.branchdb.cinchdb.CinchCatalog.CinchChange;
import dev.templedb.branchdb.cinchdb.CinchCatalog.CinchDatabase;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.tenants.Edit;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes one database. First the schemas of all branches: each branch begins at what it has in common with all those
/// that were made from it, those are made there, and then it goes on to what it has. Then the rows.
final class DatabaseImport {
    private static final String TEMPLATE = "__empty__";

    private final Databases databases;
    private final CinchDatabase source;
    private final CinchFiles files;
    private final Findings findings;
    private final Clock clock;
    private final Map<String, String> identities = new HashMap<>();
    private final Map<String, Read> read = new LinkedHashMap<>();

    /// What was made.
    record Made(int branches, int tenants, long rows, long keys) {}

    /// A branch, and what its files have.
    ///
    /// @param schema of the branch, with identities
    /// @param copies the files of tenants, by name
    private record Read(CinchBranch branch, Schema schema, Map<String, TenantFile> copies) {}

    private record TenantFile(Path copy, Schema schema) {}

    DatabaseImport(Databases databases, CinchDatabase source, CinchFiles files, Findings findings, Clock clock) {
        this.databases = databases;
        this.source = source;
        this.files = files;
        this.findings = findings;
        this.clock = clock;
    }

    Made run() throws IOException {
        for (var branch : source.branches()) {
            read.put(branch.name(), read(branch));
        }
        if (!read.containsKey(Databases.MAIN)) {
            findings.note(source.name(), "There is no branch main; an empty one is made.");
            var main = new CinchBranch("", Databases.MAIN, null, List.of(), List.of());
            read.put(Databases.MAIN, new Read(main, Schema.EMPTY, Map.of()));
        }
        var database = databases.create(source.name(), source.description());
        makeSchemas(database, Databases.MAIN, Set.of());
        int tenants = 0;
        long rows = 0;
        long keys = 0;
        for (var each : read.values()) {
            var branch = database.branch(each.branch().name());
            var names = each.branch().tenants().stream()
                    .map(CinchCatalog.CinchTenant::name)
                    .filter(name -> !name.equals(Databases.MAIN))
                    .toList();
            branch.createTenants(names, false);
            tenants += names.size() + 1;
            for (var entry : each.copies().entrySet()) {
                String place = place(each.branch()) + "/" + entry.getKey();
                var file = entry.getValue();
                try (var copy = new RowCopy(file.copy(), file.schema(), place, findings)) {
                    rows += copy.copyRows(
                            branch.tenant(entry.getKey()), each.schema().withTriggers(List.of()));
                    keys += copy.copyKeys(branch.tenant(entry.getKey()), clock);
                }
            }
            if (!each.schema().triggers().isEmpty()) {
                change(database, each.branch().name(), each.schema(), List.of());
            }
        }
        if (source.maintenance() != null) {
            database.beginMaintenance(source.maintenance());
            findings.note(source.name(), "This database was in maintenance mode, and is.");
        }
        return new Made(read.size(), tenants, rows, keys);
    }

    private String place(CinchBranch branch) {
        return source.name() + "/" + branch.name();
    }

    /// Copies the files of a branch and finds its schema: that of the tenant main, else of the one from which
    /// CinchDB
    /// makes others, else of any.
    private Read read(CinchBranch branch) throws IOException {
        var copies = new LinkedHashMap<String, TenantFile>();
        for (var tenant : branch.tenants()) {
            read(branch, tenant.name(), tenant.hasFile(), tenant.isEncrypted())
                    .ifPresent(file -> copies.put(tenant.name(), file));
        }
        var template = read(branch, TEMPLATE, false, false);
        var main = Optional.ofNullable(copies.get(Databases.MAIN)).or(() -> template);
        var schema = main.or(() -> copies.values().stream().findFirst())
                .map(TenantFile::schema)
                .map(CommonSchema::withSystemColumns)
                .map(this::usable)
                .orElse(Schema.EMPTY);
        copies.forEach((name, file) -> {
            if (!CommonSchema.withSystemColumns(file.schema()).looksLike(schema)) {
                findings.note(place(branch) + "/" + name, "The schema of this tenant is not that of its branch.");
            }
        });
        reportGhosts(branch, schema);
        return new Read(branch, identified(schema), copies);
    }

    private Optional<TenantFile> read(CinchBranch branch, String tenant, boolean isExpected, boolean isEncrypted)
            throws IOException {
        return files.copyTenant(source.name(), branch.name(), tenant, isExpected, isEncrypted)
                .flatMap(copy -> {
                    try (var file = SqliteFile.open(copy, CinchFiles.options())) {
                        return Optional.of(new TenantFile(copy, file.read(SchemaReader::read)));
                    } catch (TempleException e) {
                        findings.loss(
                                place(branch) + "/" + tenant,
                                "The rows of this tenant do not come over: " + e.getMessage());
                        return Optional.empty();
                    }
                });
    }

    /// Without views and triggers that SQLite cannot compile.
    private Schema usable(Schema schema) {
        try {
            Planner.between(Schema.EMPTY, schema, Hints.NONE);
            return schema;
        } catch (TempleException e) {
            findings.loss(source.name(), "Views and triggers do not come over: " + e.getMessage());
            return schema.withViews(List.of()).withTriggers(List.of());
        }
    }

    /// Columns that the catalogue has and no file.
    private void reportGhosts(CinchBranch branch, Schema schema) {
        branch.changes().stream()
                .filter(CinchChange::isApplied)
                .map(CinchChange::snapshot)
                .flatMap(snapshot ->
                        snapshot == null ? Optional.<Json>empty().stream() : CinchCatalog.parse(snapshot).stream())
                .reduce((first, last) -> last)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .ifPresent(snapshot -> snapshot.members().forEach((table, columns) -> {
                    if (columns instanceof Json.Arr(var elements)) {
                        for (var element : elements) {
                            String column = element instanceof Json.Obj object
                                    ? object.text("name").orElse("")
                                    : "";
                            boolean isThere = schema.table(table)
                                    .flatMap(each -> each.column(column))
                                    .isPresent();
                            if (!isThere) {
                                findings.note(
                                        place(branch),
                                        "The column %s.%s is in the catalogue's last picture of the schema and in no file."
                                                .formatted(table, column));
                            }
                        }
                    }
                }));
    }

    /// The same table or column of different branches is the same, so that they can be merged.
    private Schema identified(Schema schema) {
        return schema.identifiedBy(
                Schema.EMPTY,
                path -> identities.computeIfAbsent(
                        SqlName.key(path), key -> UUID.randomUUID().toString()));
    }

    /// Makes the schema of a branch that is there, and the branches that were made from it.
    ///
    /// @param listed the changes that the branch has already
    private void makeSchemas(Database database, String name, Set<String> listed) {
        var branch = read.get(name);
        if (branch == null) {
            return;
        }
        var children = children(name);
        var has = new HashSet<>(listed);
        if (!children.isEmpty()) {
            var family = family(name);
            var base =
                    family.stream().map(Read::schema).reduce(CommonSchema::of).orElse(Schema.EMPTY);
            if (family.size() == 1
                    || family.stream().allMatch(each -> each.schema().equals(branch.schema()))) {
                base = branch.schema().withTriggers(List.of());
            }
            var common = branch.branch().changes().stream()
                    .filter(change -> family.stream()
                            .allMatch(each -> each.branch().changes().stream()
                                    .anyMatch(other -> other.id().equals(change.id()))))
                    .toList();
            change(database, name, base, missing(common, has));
            common.forEach(change -> has.add(change.id()));
            for (var child : children) {
                database.createBranch(child, name);
                makeSchemas(database, child, Set.copyOf(has));
            }
        }
        var rest = missing(branch.branch().changes(), has);
        var target = branch.schema().withTriggers(List.of());
        change(database, name, target, rest);
    }

    private static List<CinchChange> missing(List<CinchChange> changes, Set<String> has) {
        return changes.stream().filter(change -> !has.contains(change.id())).toList();
    }

    /// The branches made from one; those whose origin is unknown, or a circle, were made from main.
    private List<String> children(String name) {
        return read.keySet().stream()
                .filter(each -> !each.equals(Databases.MAIN) && parent(each).equals(name))
                .toList();
    }

    private String parent(String name) {
        var seen = new HashSet<String>();
        for (String at = name; !at.equals(Databases.MAIN); ) {
            var known = read.get(at);
            String next = known == null ? null : known.branch().parent();
            if (next == null || !read.containsKey(next) || !seen.add(at)) {
                return Databases.MAIN;
            }
            at = next;
        }
        var own = read.get(name);
        String parent = own == null ? null : own.branch().parent();
        return parent == null ? Databases.MAIN : parent;
    }

    private List<Read> family(String name) {
        var all = new ArrayList<Read>();
        var own = read.get(name);
        if (own != null) {
            all.add(own);
        }
        children(name).forEach(child -> all.addAll(family(child)));
        return all;
    }

    private static void change(Database database, String branch, Schema target, List<CinchChange> listed) {
        if (listed.isEmpty() && database.branch(branch).schema().equals(target)) {
            return;
        }
        database.branch(branch).change(current -> {
            var planned = Planner.between(current, target, Hints.NONE);
            return new Edit(planned.to(), planned.plan(), planned.inverse().plan(), listing(listed));
        });
    }

    private static List<NewChange> listing(List<CinchChange> changes) {
        if (changes.isEmpty()) {
            return List.of(new NewChange("import", "{}", "", Optional.empty()));
        }
        return changes.stream()
                .map(change -> new NewChange(change.kind(), details(change), change.sql(), Optional.empty()))
                .toList();
    }

    private static String details(CinchChange change) {
        var json = Json.object(
                "cinchdb",
                Json.Obj.empty()
                        .with("id", change.id())
                        .with("applied", change.isApplied())
                        .with("details", change.details()));
        return new String(CanonicalJson.write(json), StandardCharsets.UTF_8);
    }
}
