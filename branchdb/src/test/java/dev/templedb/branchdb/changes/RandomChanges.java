package dev.templedb.branchdb.changes;

import dev.templedb.branchdb.schema.Check;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.ForeignKey;
import dev.templedb.branchdb.schema.Index;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.branchdb.schema.Unique;
import dev.templedb.branchdb.schema.View;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Changes as people make them: of few names, so that two lists of them meet.
public final class RandomChanges {
    private static final List<String> TABLES = List.of("t1", "t2", "t3", "t4");
    private static final List<String> COLUMNS = List.of("a", "b", "c", "d");
    private static final List<String> TYPES = List.of("TEXT", "INTEGER", "BOOLEAN");
    private static final List<String> OTHERS = List.of("o1", "o2", "o3");

    private final Random random;

    public RandomChanges(long seed) {
        this.random = new Random(seed);
    }

    /// Some changes of `schema` that can be made, one after the other.
    public List<Change> of(Schema schema, int most) {
        var changes = new ArrayList<Change>();
        var now = schema;
        for (int i = 0; i < most; i++) {
            try {
                var change = any(now);
                var planned = Planner.plan(now, List.of(change));
                now = planned.to();
                changes.addAll(planned.changes());
            } catch (TempleException refused) {
                // Another one, then.
            }
        }
        return changes;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Change any(Schema schema) {
        String t = any(TABLES);
        String c = any(COLUMNS);
        var table = schema.table(t);
        return switch (random.nextInt(19)) {
            case 0, 1 -> new Change.CreateTable(Table.define(t).withColumn(column(c)));
            case 2 -> new Change.DropTable(t);
            case 3 -> new Change.RenameTable(t, any(TABLES));
            case 4 -> new Change.CopyTable(t, SchemaEditor.copyOf(table.orElse(Table.define(t)), any(TABLES)), true);
            case 5, 6, 7 -> Change.AddColumn.of(t, column(c));
            case 8 ->
                new Change.AddColumn(
                        t,
                        Column.of(c, "TEXT"),
                        random.nextBoolean() ? List.of(Unique.of(c)) : List.of(),
                        List.of(new Check(null, c + " <> 'x'")),
                        random.nextBoolean()
                                ? List.of(ForeignKey.of(c, any(TABLES), "id", ForeignKey.Action.CASCADE))
                                : List.of(),
                        null);
            case 9, 10 -> new Change.DropColumn(t, c);
            case 11 -> new Change.RenameColumn(t, c, any(COLUMNS));
            case 12 -> new Change.AlterColumn(t, column(c), "1");
            case 13 ->
                new Change.AlterTable(
                        random.nextBoolean()
                                ? table.orElse(Table.define(t)).with(new Check("ck", c + " IS NOT 'y'"))
                                : table.orElse(Table.define(t))
                                        .withChecks(List.of())
                                        .withUniques(List.of()));
            case 14 ->
                new Change.CreateIndex(
                        t,
                        new Index(
                                any(OTHERS) + "i",
                                false,
                                List.of(Index.Term.column(c)),
                                random.nextBoolean() ? c + " > 1" : null));
            case 15 -> new Change.DropIndex(any(OTHERS) + "i");
            case 16 -> new Change.CreateView(View.of(any(OTHERS), "SELECT %s.%s AS x FROM %s".formatted(t, c, t)));
            case 17 ->
                random.nextBoolean()
                        ? new Change.DropView(any(OTHERS))
                        : new Change.UpdateView(View.of(any(OTHERS), "SELECT id, %s FROM %s".formatted(c, t)));
            default ->
                random.nextBoolean()
                        ? new Change.DropTrigger(any(OTHERS) + "t")
                        : new Change.CreateTrigger(SchemaReader.readTrigger(
                                "CREATE TRIGGER %st AFTER UPDATE OF %s ON %s BEGIN UPDATE %s SET updated_at = '' WHERE id = NEW.id AND 0; END"
                                        .formatted(any(OTHERS), c, t, any(TABLES))));
        };
    }

    private Column column(String name) {
        var column = Column.of(name, any(TYPES));
        return switch (random.nextInt(4)) {
            case 0 -> column.withDefault("1").withNotNull(true);
            case 1 -> column.withDefault("(1 + 1)");
            default -> column;
        };
    }
}
