package dev.templedb.branchdb.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.branchdb.changes.Hints;
import dev.templedb.branchdb.changes.Planner;
import dev.templedb.branchdb.changes.RandomChanges;
import dev.templedb.branchdb.schema.Column;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.branchdb.schema.Table;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void both_ways_of_a_merge_agree_and_lead_a_real_file_to_the_merged_hash(@ForAll long seed) {
        bothWaysAgree(seed);
    }

    /// Found with random seeds.
    @ParameterizedTest
    @ValueSource(longs = {2123, 2567, 5047, 5256, 502583})
    void sides_that_met_a_name_once_agree(long seed) {
        bothWaysAgree(seed);
    }

    private static void bothWaysAgree(long seed) {
        var random = new RandomChanges(seed);
        var base = from(Schema.EMPTY, random, 12);
        var ours = from(base, random, 5);
        var theirs = from(base, random, 5);
        var there = SchemaMerge.merge(base, ours, theirs, Map.of());
        var back = SchemaMerge.merge(base, theirs, ours, Map.of());

        assertThat(there.isClean()).isEqualTo(back.isClean());
        if (there.conflicts().stream().noneMatch(each -> each.reason().startsWith("renamed on both sides"))) {
            assertThat(entities(there.conflicts())).isEqualTo(entities(back.conflicts()));
        }
        if (there.isClean()) {
            assertThat(unordered(there.merged())).isEqualTo(unordered(back.merged()));
            leadsThere(ours, there.merged());
            leadsThere(theirs, there.merged());
        } else {
            // Whatever is decided, something that SQLite takes comes out, or what does not fit is said.
            for (var resolution : List.of(Resolution.OURS, Resolution.THEIRS)) {
                var resolutions = new HashMap<String, Resolution>();
                entities(there.conflicts()).forEach(entity -> resolutions.put(entity, resolution));
                decided(base, ours, theirs, resolutions).ifPresent(merged -> leadsThere(ours, merged));
            }
        }
    }

    private static Optional<Schema> decided(
            Schema base, Schema ours, Schema theirs, Map<String, Resolution> resolutions) {
        try {
            var decided = SchemaMerge.merge(base, ours, theirs, resolutions);
            return decided.isClean() ? Optional.of(decided.merged()) : Optional.empty();
        } catch (TempleException e) {
            // Something that is left out is still used; SQLite says by what.
            assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_SQL_INVALID);
            return Optional.empty();
        }
    }

    private static void leadsThere(Schema from, Schema to) {
        try {
            leadsAFileThere(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void leadsAFileThere(Schema from, Schema to) throws IOException {
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
