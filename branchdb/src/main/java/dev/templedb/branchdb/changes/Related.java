package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SqlText;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Trigger;
import dev.templedb.branchdb.schema.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The part of a schema that a change of some tables and views can touch, so that SQLite need not be shown the rest:
/// what
/// bears one of their names, what refers to them, and what that needs to be understood.
final class Related {
    private final Schema schema;
    private final Map<String, Set<String>> mentionedBy = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private Related(Schema schema) {
        this.schema = schema;
        var all = new HashSet<String>();
        schema.tables().forEach(table -> all.add(SqlName.key(table.name())));
        schema.views().forEach(view -> all.add(SqlName.key(view.name())));
        schema.views().forEach(view -> mentionedBy.put(key(view), known(SqlText.names(view.query()), all)));
        schema.triggers()
                .forEach(trigger -> mentionedBy.put(key(trigger), known(SqlText.names(trigger.createSql()), all)));
    }

    /// @param seeds names of tables, views, indexes and triggers, in any case
    static Schema of(Schema schema, Collection<String> seeds) {
        var related = new Related(schema);
        related.find(seeds);
        return related.part();
    }

    /// Changes that have nothing to do with others.
    ///
    /// @param part    what they can touch
    /// @param numbers of the changes, in order
    record Group(Schema part, List<Integer> numbers) {}

    /// Divides `changes` of `schema` into groups that share no table, view or trigger.
    ///
    /// @param sources by number of the change: a table that it copies rows from
    static List<Group> groups(Schema schema, List<Change> changes, Map<Integer, String> sources) {
        var related = new Related(schema);
        var names = new ArrayList<Set<String>>();
        var numbers = new ArrayList<List<Integer>>();
        for (int i = 0; i < changes.size(); i++) {
            var seeds = names(List.of(changes.get(i)));
            if (sources.containsKey(i)) {
                seeds.add(sources.get(i));
            }
            related.find(seeds);
            var own = new HashSet<>(related.names);
            var mine = new ArrayList<Integer>();
            for (int g = names.size() - 1; g >= 0; g--) {
                if (!Collections.disjoint(names.get(g), own)) {
                    own.addAll(names.remove(g));
                    mine.addAll(numbers.remove(g));
                }
            }
            mine.add(i);
            names.add(own);
            numbers.add(mine.stream().sorted().toList());
        }
        var groups = new ArrayList<Group>();
        for (int g = 0; g < names.size(); g++) {
            related.find(names.get(g));
            groups.add(new Group(related.part(), numbers.get(g)));
        }
        return groups;
    }

    private void find(Collection<String> seeds) {
        names.clear();
        seeds.forEach(seed -> names.add(SqlName.key(seed)));
        addOwners();
        addUsers();
        addChildren();
        addNeeds();
    }

    /// `whole` with `changed` in the place of `part`.
    static Schema replace(Schema whole, Schema part, Schema changed) {
        var tables = new ArrayList<>(whole.tables());
        tables.removeAll(part.tables());
        tables.addAll(changed.tables());
        var views = new ArrayList<>(whole.views());
        views.removeAll(part.views());
        views.addAll(changed.views());
        var triggers = new ArrayList<>(whole.triggers());
        triggers.removeAll(part.triggers());
        triggers.addAll(changed.triggers());
        return new Schema(tables, views, triggers);
    }

    /// The tables of indexes and triggers.
    private void addOwners() {
        for (var table : schema.tables()) {
            if (table.indexes().stream().anyMatch(index -> has(index.name()))) {
                names.add(SqlName.key(table.name()));
            }
        }
        for (var trigger : schema.triggers()) {
            if (has(trigger.name())) {
                names.add(SqlName.key(trigger.target()));
            }
        }
    }

    /// Views and triggers that mention what is there already, and so on.
    private void addUsers() {
        boolean more = true;
        while (more) {
            more = false;
            for (var view : schema.views()) {
                more |= mentions(key(view)) && names.add(SqlName.key(view.name()));
            }
        }
        for (var trigger : schema.triggers()) {
            if (mentions(key(trigger))) {
                names.add(key(trigger));
            }
        }
    }

    private static Set<String> known(Set<String> names, Set<String> all) {
        var known = new HashSet<>(names);
        known.retainAll(all);
        return known;
    }

    private boolean mentions(String user) {
        return mentionedBy.getOrDefault(user, Set.of()).stream().anyMatch(names::contains);
    }

    /// Tables with a foreign key to one of ours, and those that ours refer to.
    private void addChildren() {
        var more = new HashSet<String>();
        for (var table : schema.tables()) {
            for (var key : table.foreignKeys()) {
                if (names.contains(SqlName.key(key.parent()))) {
                    more.add(SqlName.key(table.name()));
                }
                if (names.contains(SqlName.key(table.name()))) {
                    more.add(SqlName.key(key.parent()));
                }
            }
        }
        names.addAll(more);
    }

    /// Everything that our views and triggers mention.
    private void addNeeds() {
        var open = new ArrayDeque<String>();
        schema.triggers().stream().map(Related::key).filter(names::contains).forEach(open::add);
        schema.views().stream()
                .map(View::name)
                .map(SqlName::key)
                .filter(names::contains)
                .forEach(open::add);
        while (!open.isEmpty()) {
            String user = open.remove();
            for (var name : mentionedBy.getOrDefault(user.startsWith("trigger ") ? user : "view " + user, Set.of())) {
                if (names.add(name) && mentionedBy.containsKey("view " + name)) {
                    open.add(name);
                }
            }
        }
    }

    private Schema part() {
        return new Schema(
                schema.tables().stream().filter(each -> has(each.name())).toList(),
                schema.views().stream().filter(each -> has(each.name())).toList(),
                schema.triggers().stream()
                        .filter(each -> names.contains(key(each)) && has(each.target()))
                        .toList());
    }

    private boolean has(String name) {
        return names.contains(SqlName.key(name));
    }

    private static String key(View view) {
        return "view " + SqlName.key(view.name());
    }

    private static String key(Trigger trigger) {
        return "trigger " + SqlName.key(trigger.name());
    }

    /// The names of all tables and views that `changes` make, change or drop, and of those that new views and
    /// triggers use.
    static Set<String> names(Collection<Change> changes) {
        var names = new HashSet<String>();
        for (var change : changes) {
            switch (change) {
                case Change.CreateTable(Table table) -> {
                    names.add(table.name());
                    table.indexes().forEach(index -> names.add(index.name()));
                    table.foreignKeys().forEach(key -> names.add(key.parent()));
                }
                case Change.DropTable(var table) -> names.add(table);
                case Change.RenameTable(var table, var to) -> names.addAll(Set.of(table, to));
                case Change.CopyTable(var table, var copy, var withData) -> {
                    names.add(table);
                    names.add(copy.name());
                    copy.indexes().forEach(index -> names.add(index.name()));
                }
                case Change.AddColumn add -> {
                    names.add(add.table());
                    add.foreignKeys().forEach(key -> names.add(key.parent()));
                }
                case Change.DropColumn(var table, var column) -> names.add(table);
                case Change.RenameColumn(var table, var column, var to) -> names.add(table);
                case Change.AlterColumn(var table, var column, var fill) -> names.add(table);
                case Change.AlterTable(var table) -> {
                    names.add(table.name());
                    table.foreignKeys().forEach(key -> names.add(key.parent()));
                }
                case Change.CreateIndex(var table, var index) -> {
                    names.add(table);
                    names.add(index.name());
                }
                case Change.DropIndex(var index) -> names.add(index);
                case Change.CreateView(var view) -> {
                    names.add(view.name());
                    names.addAll(SqlText.names(view.query()));
                }
                case Change.UpdateView(var view) -> {
                    names.add(view.name());
                    names.addAll(SqlText.names(view.query()));
                }
                case Change.DropView(var view) -> names.add(view);
                case Change.CreateTrigger(var trigger) -> names.addAll(SqlText.names(trigger.createSql()));
                case Change.DropTrigger(var trigger) -> names.add(trigger);
            }
        }
        return names;
    }
}
