package dev.templedb.branchdb;

import dev.templedb.branchdb.catalog.BranchRow;
import dev.templedb.branchdb.catalog.DatabaseRow;
import dev.templedb.branchdb.catalog.TenantRow;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.kv.KeyValues;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.tenants.TakenDatabase;
import dev.templedb.branchdb.tenants.TenantRef;
import dev.templedb.branchdb.tenants.TenantStore;
import dev.templedb.branchdb.travel.DatabaseReader;
import dev.templedb.branchdb.travel.DatabaseWriter;
import dev.templedb.branchdb.travel.ProvedDatabase;
import dev.templedb.branchdb.travel.RowsReader;
import dev.templedb.branchdb.travel.RowsWriter;
import dev.templedb.branchdb.travel.UnreadableDatabase;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.sections.PackageSection;
import dev.templedb.sqlite.Transaction;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/// The databases of a directory, as the part of a package. Each is a document, `NAME.jsonl`: its schema with everything
/// that
/// was done to it, its branches and the names of its tenants. Rows stay where they are.
public final class DatabasesSection implements PackageSection {
    private static final String SUFFIX = ".jsonl";
    private static final String ROWS = ".rows" + SUFFIX;
    private static final String BROKEN_REFERENCES = "SELECT count(*) FROM pragma_foreign_key_check";

    @Override
    public String name() {
        return "databases";
    }

    @Override
    public boolean isHome(Path directory) {
        return Files.exists(catalog(directory));
    }

    private static Path catalog(Path directory) {
        return directory.resolve(Project.FOLDER).resolve("catalog.db");
    }

    @Override
    public void make(Path home) {
        makeDirectory(home);
        Use.init(home).close();
    }

    @Override
    public boolean isMoving(Path home) {
        try (var databases = Databases.open(home)) {
            return databases.list().stream()
                    .anyMatch(database -> databases.database(database.name()).isMoving());
        }
    }

    @Override
    public String stamp(Path home) {
        try {
            long epoch = epoch(home);
            var log = catalog(home).resolveSibling("catalog.db-wal");
            // The count may be lost when the machine fails; then the times differ.
            return (epoch & 1) != 0 ? unknown() : "%d %s %s".formatted(epoch, state(catalog(home)), state(log));
        } catch (IOException unreadable) {
            return unknown();
        }
    }

    private static String unknown() {
        return UUID.randomUUID().toString();
    }

    private static long epoch(Path home) throws IOException {
        var page = home.resolve(Project.FOLDER).resolve("epoch");
        try (var in = Files.newInputStream(page)) {
            return ByteBuffer.wrap(in.readNBytes(Long.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .getLong();
        } catch (BufferUnderflowException e) {
            throw new IOException("the page is too short", e);
        }
    }

    private static String state(Path file) throws IOException {
        return Files.exists(file)
                ? "%d@%s"
                        .formatted(
                                Files.size(file),
                                Files.getLastModifiedTime(file).toInstant())
                : "-";
    }

    @Override
    public Given give(Path home) {
        var before = count(home);
        var documents = new TreeMap<String, byte[]>();
        try (var use = Use.open(home)) {
            var written = use.project
                    .catalog()
                    .read(rows -> rows.databases().list().stream()
                            .map(database -> rows.written().get(database.name()))
                            .toList());
            written.forEach(database -> documents.put(database.name() + SUFFIX, DatabaseWriter.write(database)));
        }
        // Closing moves the log into the file, so the times are those of afterwards.
        var stamp = stamp(home);
        return new Given(documents, before.equals(count(home)) ? stamp : unknown());
    }

    private static String count(Path home) {
        try {
            return Long.toString(epoch(home));
        } catch (IOException unreadable) {
            return unknown();
        }
    }

    @Override
    public SortedMap<String, byte[]> data(Path home) {
        var documents = new TreeMap<String, byte[]>();
        try (var use = Use.open(home)) {
            for (var database :
                    use.project.catalog().read(rows -> rows.databases().list())) {
                use.rows(database).ifPresent(text -> documents.put(database.name() + ROWS, text));
            }
        }
        return documents;
    }

    @Override
    public Taken take(Path home, SortedMap<String, byte[]> documents) {
        var read = Read.of(documents);
        var taken = read.taken();
        if (!read.databases.isEmpty()) {
            makeDirectory(home);
            try (var use = Use.init(home)) {
                for (var proved : read.databases.values()) {
                    var name = proved.database().name() + ROWS;
                    var rows = documents.get(name);
                    try {
                        use.take(proved, rows == null ? Map.of() : use.files(proved, rows));
                        if (rows != null) {
                            taken.documents().add(name);
                        }
                    } catch (UnreadableDatabase e) {
                        taken.refused().put(name, e.reason());
                        use.take(proved, Map.of());
                    }
                }
            }
        }
        return taken;
    }

    private static void makeDirectory(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.DATABASE_UNWRITABLE, "The directory of databases cannot be made: " + e + ".", e);
        }
    }

    @Override
    public Taken replace(Path before, Path home, SortedMap<String, byte[]> documents) {
        var read = Read.of(documents);
        makeDirectory(home);
        try (var old = Databases.open(before);
                var from = Use.open(before);
                var to = Use.init(home)) {
            for (var database : old.list()) {
                old.database(database.name()).beginMove();
            }
            new Carrying(from.project, to.project).carry(read.databases);
        } catch (RuntimeException e) {
            release(before);
            throw e;
        }
        return read.taken();
    }

    @Override
    public void release(Path before) {
        try (var old = Databases.open(before)) {
            for (var database : old.list()) {
                old.database(database.name()).endMove();
            }
        }
    }

    @Override
    public List<Listed> list(Path home) {
        try (var use = Use.open(home)) {
            record Head(String database, String description, BranchRow branch, List<String> tenants) {}
            var heads = use.project.catalog().read(rows -> {
                var found = new ArrayList<Head>();
                for (var database : rows.databases().list()) {
                    for (var branch : rows.branches().list(database.id())) {
                        var tenants = rows.tenants().list(branch.id()).stream()
                                .map(TenantRow::name)
                                .toList();
                        found.add(new Head(database.name(), database.description(), branch, tenants));
                    }
                }
                return found;
            });
            var listed = new TreeMap<String, Listed>();
            for (var head : heads) {
                var branches = new ArrayList<>(listed.getOrDefault(head.database(), new Listed("", "", List.of()))
                        .branches());
                branches.add(new ListedBranch(
                        head.branch().name(),
                        head.branch().isProtected(),
                        use.project.changes().schema(head.branch().head()).tables().stream()
                                .map(Table::name)
                                .toList(),
                        head.tenants()));
                listed.put(head.database(), new Listed(head.database(), head.description(), branches));
            }
            return List.copyOf(listed.values());
        }
    }

    /// What could be made of documents.
    private record Read(SortedMap<String, ProvedDatabase> databases, SortedMap<String, String> refused) {
        static Read of(SortedMap<String, byte[]> documents) {
            var databases = new TreeMap<String, ProvedDatabase>();
            var refused = new TreeMap<String, String>();
            documents.forEach((name, text) -> {
                if (name.endsWith(ROWS)) {
                    return;
                }
                try {
                    var proved = ProvedDatabase.of(DatabaseReader.read(text));
                    if (!name.equals(proved.database().name() + SUFFIX)) {
                        throw new UnreadableDatabase("it is the text of another database");
                    }
                    databases.put(name, proved);
                } catch (UnreadableDatabase e) {
                    refused.put(name, e.reason());
                }
            });
            return new Read(databases, refused);
        }

        Taken taken() {
            return new Taken(new TreeSet<>(databases.keySet()), refused);
        }
    }

    /// An open directory.
    private record Use(Project project) implements AutoCloseable {
        static Use open(Path home) {
            return new Use(Project.open(home, DatabasesOptions.DEFAULT));
        }

        static Use init(Path home) {
            return new Use(Project.init(home, DatabasesOptions.DEFAULT));
        }

        void take(ProvedDatabase proved, Map<TakenDatabase.Place, Path> files) {
            project.making(
                    proved.database().name(),
                    () -> project.tenants()
                            .take(new TakenDatabase(proved.database(), proved.schemas(), proved.makers(), files)));
        }

        /// What the tenants of a database have; nothing when none has a file.
        Optional<byte[]> rows(DatabaseRow database) {
            var catalog = project.catalog();
            var branches = catalog.read(rows -> rows.branches().list(database.id()));
            return catalog.alone(branches.stream().map(BranchRow::id).toList(), () -> {
                record At(long file, long head) {}
                var writer = new RowsWriter(database.name(), System.currentTimeMillis());
                var written = new HashMap<At, TenantRef>();
                for (var branch : catalog.read(rows -> rows.branches().list(database.id()))) {
                    for (var tenant : catalog.read(rows -> rows.tenants().list(branch.id()))) {
                        if (tenant.isLazy()) {
                            continue;
                        }
                        var ref = new TenantRef(database.name(), branch.name(), tenant.name());
                        var same = written.putIfAbsent(new At(tenant.file().getAsLong(), branch.head()), ref);
                        if (same != null) {
                            writer.same(branch.name(), tenant.name(), same.branch(), same.tenant());
                            continue;
                        }
                        project.tenants().tenant(ref).read((tx, version) -> {
                            writer.tenant(
                                    tx,
                                    branch.name(),
                                    tenant.name(),
                                    project.changes().schema(version.id()));
                            return true;
                        });
                    }
                }
                return written.isEmpty() ? Optional.<byte[]>empty() : Optional.of(writer.end());
            });
        }

        /// Files with the rows that a package says the tenants of a database have.
        Map<TakenDatabase.Place, Path> files(ProvedDatabase proved, byte[] text) throws UnreadableDatabase {
            var made = new ArrayList<Path>();
            try {
                var files = new HashMap<TakenDatabase.Place, Path>();
                RowsReader.read(proved, text, (schema, hasKeyValues, rows) -> {
                            var file = file(schema, hasKeyValues, rows);
                            made.add(file);
                            return file;
                        })
                        .forEach((place, file) ->
                                files.put(new TakenDatabase.Place(place.branch(), place.tenant()), file));
                return files;
            } catch (UnreadableDatabase | RuntimeException e) {
                made.forEach(TenantStore::discard);
                throw e;
            }
        }

        /// Triggers come last, or they would do once more what they did when the rows were made.
        private Path file(Schema schema, boolean hasKeyValues, Consumer<Transaction> rows) {
            var bare = SchemaPlan.ofStatements(schema.withTriggers(List.of()).createStatements());
            return project.tenants().newFile(bare, tx -> {
                if (hasKeyValues) {
                    KeyValues.createTable(tx);
                }
                try {
                    rows.accept(tx);
                } catch (TempleException e) {
                    throw e.code() == ErrorCode.INTERNAL ? new IllegalArgumentException(e.getMessage(), e) : e;
                }
                if (tx.query(BROKEN_REFERENCES).longValue() > 0) {
                    throw new IllegalArgumentException("references lead nowhere");
                }
                SchemaPlan.ofStatements(schema.triggers().stream()
                                .map(Trigger::createSql)
                                .toList())
                        .run(tx);
                if (!SchemaReader.read(tx).hash().equals(schema.hash())) {
                    throw new IllegalArgumentException("the schema does not come out as it is written");
                }
            });
        }

        @Override
        public void close() {
            project.release();
        }
    }
}
