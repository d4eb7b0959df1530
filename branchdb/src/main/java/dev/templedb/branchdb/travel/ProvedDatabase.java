package dev.templedb.branchdb.travel;

import dev.templedb.branchdb.catalog.WrittenDatabase;
import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.SchemaPlan;
import dev.templedb.branchdb.names.NameKind;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Fragments;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A database from another place that can be made here: its names are names, its models are models and nothing else,
/// and
/// those that a branch is at were made by a plan of ours in a database in memory.
///
/// @param schemas of each version, in order
/// @param makers  by number of each version that a branch is at, what makes an empty file of it
public record ProvedDatabase(WrittenDatabase database, List<Schema> schemas, SortedMap<Integer, SchemaPlan> makers) {
    private static final String MAIN = "main";
    private static final int MOST_BRANCHES = 10_000;

    /// What all versions that a branch is at may have in tables, views and triggers: each costs SQLite some
    /// microseconds.
    private static final long MOST_PARTS = 200_000;

    private static final Pattern OF_THE_ENGINE = Pattern.compile("(?i)(__|sqlite_).*");

    public ProvedDatabase {
        schemas = List.copyOf(schemas);
        makers = new TreeMap<>(makers);
    }

    /// Proves `database`, which nobody vouches for.
    ///
    /// @throws UnreadableDatabase when it cannot be made
    public static ProvedDatabase of(WrittenDatabase database) throws UnreadableDatabase {
        try {
            requireNames(database);
            var schemas = new ArrayList<Schema>();
            for (var version : database.versions()) {
                schemas.add(schema(version.model()));
            }
            requireChanges(database);
            return new ProvedDatabase(database, schemas, makers(database, schemas));
        } catch (TempleException e) {
            throw new UnreadableDatabase(sentenceEnd(e), e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UnreadableDatabase("its schema does not come out as it is written", e);
        }
    }

    private static String sentenceEnd(TempleException e) {
        var message = String.valueOf(e.getMessage());
        var end = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        boolean isWord = end.length() > 1 && !Character.isUpperCase(end.charAt(1));
        return isWord ? end.substring(0, 1).toLowerCase(Locale.ROOT) + end.substring(1) : end;
    }

    private static void requireNames(WrittenDatabase database) throws UnreadableDatabase {
        NameKind.DATABASE.require(database.name());
        if (database.branches().size() > MOST_BRANCHES) {
            throw new UnreadableDatabase("it has more than %d branches".formatted(MOST_BRANCHES));
        }
        var branches = new HashSet<String>();
        for (var branch : database.branches()) {
            NameKind.BRANCH.require(branch.name());
            branch.parent().ifPresent(NameKind.BRANCH::require);
            requireNew(branches, branch.name());
            var tenants = new HashSet<String>();
            for (var tenant : branch.tenants()) {
                NameKind.TENANT.require(tenant.name());
                requireNew(tenants, tenant.name());
            }
            if (!tenants.contains(MAIN)) {
                throw new UnreadableDatabase("a branch of it has no tenant main");
            }
        }
        if (!branches.contains(MAIN)) {
            throw new UnreadableDatabase("it has no branch main");
        }
    }

    private static void requireNew(HashSet<String> names, String name) throws UnreadableDatabase {
        if (!names.add(name)) {
            throw new UnreadableDatabase("it has %s twice".formatted(name));
        }
    }

    private static Schema schema(String model) throws UnreadableDatabase {
        var schema = Schema.fromJson(parse(model));
        if (!new String(CanonicalJson.write(schema.toJson()), StandardCharsets.UTF_8).equals(model)) {
            throw new UnreadableDatabase("a schema of it is not in the form of schemas");
        }
        for (var table : schema.tables()) {
            requireName(table.name());
            for (var column : table.columns()) {
                requireName(column.name());
            }
            for (var index : table.indexes()) {
                requireName(index.name());
            }
            Fragments.require(table);
        }
        for (var view : schema.views()) {
            requireName(view.name());
            Fragments.require(view);
        }
        for (var trigger : schema.triggers()) {
            requireName(trigger.name());
            Fragments.require(trigger);
        }
        requireIdentities(schema);
        return schema;
    }

    private static void requireName(String name) throws UnreadableDatabase {
        if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
            throw new UnreadableDatabase("it has a name that is none");
        }
        if (OF_THE_ENGINE.matcher(name).matches()) {
            throw new UnreadableDatabase("it has a name that belongs to the engine");
        }
    }

    private static void requireIdentities(Schema schema) throws UnreadableDatabase {
        var identities = new HashSet<String>();
        for (var table : schema.tables()) {
            var all = new ArrayList<>(List.of(table.identity()));
            table.columns().stream().map(Column::identity).forEach(all::add);
            for (var identity : all) {
                if (identity.isEmpty() || identity.length() > 200 || !identities.add(identity)) {
                    throw new UnreadableDatabase("two things of a schema of it are said to be one");
                }
            }
        }
    }

    private static void requireChanges(WrittenDatabase database) throws UnreadableDatabase {
        var seen = new HashSet<WrittenDatabase.Change>();
        for (var branch : database.branches()) {
            for (var change : branch.changes()) {
                if (seen.add(change.holding()) && change(change).isPresent()) {
                    requireKind(change);
                }
            }
        }
    }

    private static void requireKind(WrittenDatabase.Change change) throws UnreadableDatabase {
        if (!change(change).map(Change::type).equals(Optional.of(change.kind()))) {
            throw new UnreadableDatabase("a change of it is not of the kind that it says");
        }
    }

    /// What an entry says was done to the schema; nothing for an undo and the like.
    static Optional<Change> change(WrittenDatabase.Change change) throws UnreadableDatabase {
        var json = parse(change.details());
        return json.text("type").isPresent() ? Optional.of(Change.fromJson(json)) : Optional.empty();
    }

    private static Json.Obj parse(String json) throws UnreadableDatabase {
        try {
            return JsonReader.readObject(json.getBytes(StandardCharsets.UTF_8));
        } catch (JsonReader.InvalidJson e) {
            throw new UnreadableDatabase("it has JSON that is none", e);
        }
    }

    private static SortedMap<Integer, SchemaPlan> makers(WrittenDatabase database, List<Schema> schemas)
            throws UnreadableDatabase {
        var makers = new TreeMap<Integer, SchemaPlan>();
        long parts = 0;
        for (var branch : database.branches()) {
            if (!makers.containsKey(branch.head())) {
                var schema = schemas.get(branch.head() - 1);
                parts += schema.tables().size()
                        + schema.views().size()
                        + schema.triggers().size();
                if (parts > MOST_PARTS) {
                    throw new UnreadableDatabase("its branches have more than %d tables".formatted(MOST_PARTS));
                }
                Planner.between(Schema.EMPTY, schema, Hints.NONE);
                makers.put(branch.head(), SchemaPlan.ofStatements(schema.createStatements()));
            }
        }
        return makers;
    }
}
