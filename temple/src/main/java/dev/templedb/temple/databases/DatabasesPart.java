package dev.templedb.temple.databases;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.sections.PackageSection;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.databases.SqliteHomeStore.Home;
import dev.templedb.temple.states.ProjectPart;
import dev.templedb.temple.states.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Databases travel as `databases/NAME.jsonl`, without their rows. A later state comes to the rows that are here.
public final class DatabasesPart implements ProjectPart {
    @Override
    public String member() {
        return DocumentsOfDatabases.SECTION;
    }

    /// Costs a look at the disk while nothing has changed. When the databases are not where they should be, what
    /// they gave
    /// last goes on travelling: a directory that is missing is no database that was deleted.
    @Override
    public Contribution give(Transaction tx, long project) {
        var store = new SqliteHomeStore(tx);
        var home = store.find(project);
        if (home.isEmpty()) {
            return Contribution.none();
        }
        var directory = store.directory(home.get());
        var section = DocumentsOfDatabases.section().filter(it -> it.isHome(directory));
        if (section.isEmpty()
                || section.get().stamp(directory).equals(home.get().stamp())) {
            return kept(home.get());
        }
        try {
            var given = section.get().give(directory);
            var documents = DocumentsOfDatabases.cut(given.documents());
            store.gave(project, given.stamp(), documents.keySet());
            return new Contribution(documents, DocumentsOfDatabases.entries(new TreeSet<>(documents.keySet())));
        } catch (TempleException damaged) {
            // Whoever uses the databases is told; everything else of the project goes on.
            return kept(home.get());
        }
    }

    private static Contribution kept(Home home) {
        return Contribution.kept(home.documents(), DocumentsOfDatabases.entries(home.documents()));
    }

    @Override
    public boolean wants(String document) {
        return DocumentsOfDatabases.database(document).isPresent();
    }

    @Override
    public Set<String> take(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var section = DocumentsOfDatabases.section();
        if (section.isEmpty()) {
            return Set.of();
        }
        var store = new SqliteHomeStore(tx);
        var name = SqliteHomeStore.newName();
        var taken = section.get().take(store.folder().resolve(name), DocumentsOfDatabases.join(documents));
        return moveIn(store, project, name, taken, documents.keySet());
    }

    private static Set<String> moveIn(
            SqliteHomeStore store, long project, String name, PackageSection.Taken taken, Set<String> documents) {
        var names = DocumentsOfDatabases.of(taken.documents(), documents);
        if (!names.isEmpty()) {
            store.put(project, name, false);
            store.gave(project, "", withoutRows(names));
        }
        return names;
    }

    private static Set<String> withoutRows(Set<String> documents) {
        return documents.stream()
                .filter(name -> !DocumentsOfDatabases.isRows(name))
                .collect(Collectors.toSet());
    }

    /// The rows of a project's databases, as documents of a package; none when it has none, or they are not there.
    public static SortedMap<String, byte[]> rows(Transaction tx, long project) {
        var store = new SqliteHomeStore(tx);
        return store.find(project)
                .map(store::directory)
                .flatMap(directory -> DocumentsOfDatabases.section()
                        .filter(section -> section.isHome(directory))
                        .map(section -> DocumentsOfDatabases.cut(section.data(directory))))
                .orElseGet(TreeMap::new);
    }

    /// Rows of a later state are left alone: those that are here stay.
    @Override
    public Set<String> replace(Transaction tx, long project, SortedMap<String, byte[]> documents) {
        var store = new SqliteHomeStore(tx);
        var home = store.find(project);
        if (home.isEmpty()) {
            return documents.isEmpty() ? Set.of() : take(tx, project, documents);
        }
        var directory = store.directory(home.get());
        var texts = DocumentsOfDatabases.join(DocumentsOfDatabases.withoutRows(documents));
        var section = require(home.get(), directory);
        if (isSame(section.give(directory).documents(), texts)) {
            return documents.keySet();
        }
        if (home.get().isAttached()) {
            throw new TempleException(
                    ErrorCode.DATABASES_ELSEWHERE,
                    "The databases of the project changed there, and here they lie in %s, which is yours."
                            .formatted(Printable.text(directory.toString())));
        }
        var name = SqliteHomeStore.newName();
        var taken = section.replace(directory, store.folder().resolve(name), texts);
        store.leave(home.get(), Instant.now());
        store.remove(project);
        return moveIn(store, project, name, taken, documents.keySet());
    }

    static PackageSection require(Home home, Path directory) {
        return DocumentsOfDatabases.section()
                .filter(section -> section.isHome(directory))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DATABASES_MISSING,
                        home.isAttached()
                                ? "There are no databases in %s any more."
                                        .formatted(Printable.text(directory.toString()))
                                : "The databases of the project are not in %s, where they should be."
                                        .formatted(Printable.text(directory.toString()))));
    }

    private static boolean isSame(SortedMap<String, byte[]> here, SortedMap<String, byte[]> there) {
        return here.keySet().equals(there.keySet())
                && here.entrySet().stream().allMatch(text -> Arrays.equals(text.getValue(), there.get(text.getKey())));
    }

    @Override
    public Optional<String> announce(Transaction tx, long project, Set<String> documents, Supplier<Set<String>> own) {
        var store = new SqliteDocumentStore(tx, project);
        var here = store.all().keySet();
        var taken = store.ownedBy(member());
        var unread = documents.stream()
                .filter(name -> here.contains(name) && !taken.contains(name))
                .flatMap(name -> DocumentsOfDatabases.database(name).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return unread.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The databases %s cannot be made here, or not with their rows: what the package says of them cannot be read. It travels on as it is."
                                .formatted(unread));
    }
}
