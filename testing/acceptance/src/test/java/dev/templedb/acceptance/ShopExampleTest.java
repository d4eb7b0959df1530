package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `examples/shop` as its README says.
@Tag("slow")
class ShopExampleTest {
    private static final Pattern JAVA = Pattern.compile("^java .*?(?=^```)", Pattern.MULTILINE | Pattern.DOTALL);

    @TempDir
    private Path scratch;

    @Test
    void the_script_refuses_rows_in_the_way_merges_for_all_merchants_and_takes_the_merge_back() throws Exception {
        var program = new RealProgram(scratch);

        var said = program.must(
                "\"$1/examples/shop/shop.sh\" shop", RealProgram.root().toString());

        assertThat(said)
                .containsSubsequence(
                        "Rows are in the way of the change: column customers.email has 1 NULL in tenant acme.",
                        "Changed 1 row.",
                        "Changed the column customers.email on branch loyalty.",
                        "The branch 'loyalty' is not up to date with 'main'.",
                        "Merged 1 change of main into loyalty.",
                        "loyalty cannot be merged into main: Rows are in the way",
                        "  acme: column customers.email has 1 NULL\n",
                        "Nothing was changed. It would concern 2 tenants with files.",
                        "Merged 2 changes of loyalty into main.",
                        "Bob   bob@example.org  0\n",
                        "Took back the merge of loyalty into main: add_column customers.points, alter_column customers.email.",
                        "\"name\": \"Bob\", \"email\": \"bob@example.org\"}");
        var left = program.must("""
                cd shop
                for file in .branchdb/files/*/*.db; do sqlite3 -readonly "$file" 'PRAGMA integrity_check; PRAGMA foreign_key_check'; done | sort -u
                export BRANCHDB_TENANT=acme
                for branch in main loyalty; do
                    branchdb query --branch $branch --format csv "SELECT (SELECT group_concat(name, ' ') FROM
                        pragma_table_info('customers')) AS customers, (SELECT group_concat(name, ' ') FROM
                        pragma_table_info('orders')) AS orders, (SELECT sum(total) FROM orders) AS total" | tail -n 1
                done
                """);
        assertThat(left).isEqualTo("""
                ok
                id created_at updated_at name email,id created_at updated_at customer_id total shipped,1550
                id created_at updated_at name email points,id created_at updated_at customer_id total shipped,1550
                """);
    }

    @Test
    void the_java_program_is_compiled_and_does_the_same_by_the_api() throws Exception {
        var program = new RealProgram(scratch);
        var root = RealProgram.root();
        var command = JAVA.matcher(Files.readString(root.resolve("examples/shop/README.md")));
        assertThat(command.find()).isTrue();
        Files.createDirectories(scratch.resolve("java"));

        var said = program.must(
                root,
                "directory=$1; PATH=$2/bin:$PATH\n" + command.group().replace("/tmp/shop-java", "\"$directory\""),
                scratch.resolve("java").toString(),
                System.getProperty("java.home"));

        assertThat(said.lines())
                .containsExactly(
                        "Refused: A row would refer to one that does not exist, or rows still refer to this one.",
                        "ada ordered for 1250",
                        "2 customers",
                        "On main before the merge: [id, created_at, updated_at, name, email]",
                        "After it: [id, created_at, updated_at, name, email, points]",
                        "Taken back: [id, created_at, updated_at, name, email]");
        assertThat(
                        program.must(
                                scratch.resolve("java"),
                                "branchdb query --db shop --tenant acme --format csv 'SELECT id, name FROM customers ORDER BY id'"))
                .isEqualTo("id,name\nada,Ada\nbob,Bob\n");
    }
}
