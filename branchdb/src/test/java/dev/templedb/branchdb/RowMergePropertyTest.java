package dev.templedb.branchdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.data.DataRow;
import dev.templedb.branchdb.data.TenantData;
import dev.templedb.branchdb.rows.RowChange;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowPatch;
import dev.templedb.branchdb.rows.RowResolution;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class RowMergePropertyTest {
    private static final int IDS = 12;
    private static final String[] NAMES = {"one", "two", "three"};

    private static Path directory = Path.of("");
    private static Databases databases;
    private static int made;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("rows");
        databases = Databases.init(directory);
    }

    @AfterContainer
    static void close() throws IOException {
        databases.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Database start(Random random) {
        var app = databases.create("app" + made++);
        var table = Table.define("t");
        for (var name : NAMES) {
            table = table.withColumn(Column.of(name, name.equals("two") ? "INTEGER" : "TEXT"));
        }
        app.main().change(List.of(new Change.CreateTable(table)));
        app.main().tenant("main").writeData(data -> {
            for (int id = 0; id < IDS; id++) {
                if (random.nextInt(3) > 0) {
                    data.table("t").insert(row(random, id));
                }
            }
            return true;
        });
        app.createBranch("feature", "main");
        return app;
    }

    private static Map<String, Object> row(Random random, int id) {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", key(id));
        for (var name : NAMES) {
            if (random.nextBoolean()) {
                row.put(name, value(random, name));
            }
        }
        return row;
    }

    /// Keys whose order in UTF-16 is another one than in UTF-8, too.
    private static String key(int id) {
        return switch (id) {
            case 0 -> "\uFFEE";
            case 1 -> "\uD83D\uDE00";
            case 2 -> "";
            default -> "id " + id;
        };
    }

    private static Object value(Random random, String name) {
        return name.equals("two") ? (Object) random.nextLong(3) : "v" + random.nextInt(3);
    }

    /// Changes rows, of which `mine` says which cells may be touched; whole rows by `modulo`.
    private static boolean change(TenantData data, Random random, List<String> mine, int modulo) {
        var table = data.table("t");
        for (int i = 0; i < 12; i++) {
            int id = random.nextInt(IDS);
            boolean isThere = table.get(key(id)).isPresent();
            if (id % 3 == modulo && random.nextBoolean()) {
                if (isThere) {
                    table.delete(key(id));
                } else {
                    table.insert(row(random, id));
                }
            } else if (isThere && id % 3 == 2 && !mine.isEmpty()) {
                String name = mine.get(random.nextInt(mine.size()));
                table.update(Map.of("id", key(id), name, value(random, name)));
            }
        }
        return true;
    }

    private static List<List<Object>> cells(DatabaseBranch branch) {
        return branch.tenant("main").table("t").select("id", "one", "two", "three").orderBy("id").list().stream()
                .map(DataRow::values)
                .<List<Object>>map(ArrayList::new)
                .toList();
    }

    @Property(tries = 12)
    void merging_changes_of_different_cells_is_as_doing_both(@ForAll int seed) {
        var app = start(new Random(seed));
        app.createBranch("both", "main");
        for (var branch : List.of(app.main(), app.branch("both"))) {
            branch.tenant("main").writeData(data -> change(data, new Random(seed + 1), List.of("one"), 0));
        }
        for (var branch : List.of(app.branch("feature"), app.branch("both"))) {
            branch.tenant("main").writeData(data -> change(data, new Random(seed + 2), List.of("two", "three"), 1));
        }

        app.branch("feature").mergeRows("main", RowDecisions.NONE);

        assertThat(cells(app.main())).isEqualTo(cells(app.branch("both")));
    }

    @Property(tries = 12)
    void a_merge_that_is_taken_back_leaves_what_was_before_and_can_be_made_again(@ForAll int seed) {
        var app = start(new Random(seed));
        app.main().tenant("main").writeData(data -> change(data, new Random(seed + 1), List.of(NAMES), 0));
        app.branch("feature").tenant("main").writeData(data -> change(data, new Random(seed + 2), List.of(NAMES), 1));
        var before = cells(app.main());
        var theirs = RowDecisions.all(RowResolution.THEIRS);
        app.branch("feature").mergeRows("main", theirs);
        var merged = cells(app.main());

        app.main().undoRows(RowDecisions.NONE);
        assertThat(cells(app.main())).isEqualTo(before);

        app.branch("feature").mergeRows("main", theirs);
        assertThat(cells(app.main())).isEqualTo(merged);
    }

    @Property(tries = 12)
    void a_comparison_applied_gives_the_other_side_and_theirs_alone_does_too(@ForAll int seed) {
        var app = start(new Random(seed));
        app.main().tenant("main").writeData(data -> change(data, new Random(seed + 1), List.of(NAMES), 0));
        app.branch("feature").tenant("main").writeData(data -> change(data, new Random(seed + 2), List.of(NAMES), 2));
        var changes = new ArrayList<RowChange>();
        app.main().diffRows("feature", (tenant, change) -> changes.add(change));
        app.createBranch("applied", "main").tenant("main").writeData(data -> {
            var patch = new RowPatch(data);
            changes.forEach(change -> assertThat(patch.apply(change)).isTrue());
            return true;
        });
        assertThat(app.branch("applied")
                        .diffRows("feature", (tenant, change) -> {})
                        .total())
                .isZero();

        app.branch("feature").mergeRows("main", RowDecisions.all(RowResolution.THEIRS));
        app.main().mergeRows("feature", RowDecisions.NONE);

        assertThat(cells(app.main())).isEqualTo(cells(app.branch("feature")));
        assertThat(app.main().diffRows("feature", (tenant, change) -> {}).total())
                .isZero();
    }
}
