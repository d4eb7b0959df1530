package dev.templedb.branchdb.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.RandomChanges;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

class SchemaMergePropertyTest {
    private static Schema from(Schema schema, RandomChanges random, int most) {
        return Planner.plan(schema, random.of(schema, most)).to();
    }

    @Property(tries = 40, seed = "8256505230822921321")
    void a_merge_with_a_side_that_did_nothing_gives_the_other(@ForAll long seed) {
        var random = new RandomChanges(seed);
        var base = from(Schema.EMPTY, random, 12);
        var changed = from(base, random, 8);

        assertThat(SchemaMerge.mergeAll(base, base, changed, Map.of()).require())
                .isEqualTo(changed);
        assertThat(SchemaMerge.mergeAll(base, changed, base, Map.of()).require())
                .isEqualTo(changed);
        assertThat(SchemaMerge.mergeAll(base, changed, changed, Map.of()).require())
                .isEqualTo(changed);
    }

    @Property(tries = 60, seed = "-3469903924750384931")
    void both_ways_of_a_merge_agree_and_lead_a_real_file_to_the_merged_hash(@ForAll long seed) throws IOException {
        var random = new RandomChanges(seed);
        var base = from(Schema.EMPTY, random, 12);
        var ours = from(base, random, 5);
        var theirs = from(base, random, 5);
        var there = SchemaMerge.merge(base, ours, theirs, Map.of());
        var back = SchemaMerge.merge(base, theirs, ours, Map.of());

        assertThat(entities(there.conflicts())).isEqualTo(entities(back.conflicts()));
        Statistics.label("clean").collect(there.isClean());
        if (there.isClean()) {
            assertThat(unordered(there.merged())).isEqualTo(unordered(back.merged()));
            leadsThere(ours, there.merged());
            leadsThere(theirs, there.merged());
        } else {
            // Whatever is decided, something that SQLite takes comes out, or what does not fit is said.
            for (var resolution : List.of(Resolution.OURS, Resolution.THEIRS)) {
                var resolutions = new HashMap<String, Resolution>();
                entities(there.conflicts()).forEach(entity -> resolutions.put(entity, resolution));
                var decided = SchemaMerge.merge(base, ours, theirs, resolutions);
                if (decided.isClean()) {
                    leadsThere(ours, decided.merged());
                }
            }
        }
    }

    private static void leadsThere(Schema from, Schema to) throws IOException {
        var planned = Planner.between(from, to, Hints.NONE);
        assertThat(planned.to()).isEqualTo(to);
        var path = Files.createTempDirectory("merge").resolve("t.db");
        try (var file = SqliteFile.open(path, SqliteOptions.forApplication(1).creating())) {
            file.writeSchema(tx -> {
                from.createStatements().forEach(tx::script);
                planned.plan().run(tx);
                return true;
            });
            assertThat(file.read(SchemaReader::read).hash()).isEqualTo(to.hash());
        } finally {
            try (var all = Files.list(path.getParent())) {
                for (var each : all.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(path.getParent());
        }
    }

    private static List<String> entities(List<MergeConflict> conflicts) {
        return conflicts.stream().map(MergeConflict::entity).distinct().sorted().toList();
    }

    /// Without identities, which each side gives to what both made, and with sorted columns.
    private static Schema unordered(Schema schema) {
        var tables = new ArrayList<Table>();
        for (var table : schema.withoutIdentities().tables()) {
            tables.add(table.withColumns(table.columns().stream()
                    .sorted(Comparator.comparing(Column::name))
                    .toList()));
        }
        return schema.withTables(tables);
    }
}
