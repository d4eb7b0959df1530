package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db table|column|index|view|branch|tenant|maintenance`, as CinchDB's users spell them.
class SchemaCommandsTest {
    @TempDir
    Path home;

    @BeforeEach
    void set_up() {
        db("create app");
        db("table create teams name:TEXT:not_null:unique");
        db("table create users name:TEXT email:TEXT:not_null team_id:TEXT:fk=teams.id.cascade");
    }

    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    /// What has to succeed, on `app`; words have no spaces in them.
    private String db(String line) {
        return cli().must(("db " + line).split(" "));
    }

    private Cli.Run run(String line) {
        return cli().line("db " + line);
    }

    /// Writes rows to the tenant `main` of a branch.
    private void write(String branch, String sql) {
        try (var databases = dev.templedb.branchdb.Databases.open(home)) {
            databases
                    .database("app")
                    .branch(branch)
                    .tenant("main")
                    .write(tx -> tx.update(sql).execute());
        }
    }

    @Test
    void tables_and_columns_are_what_was_typed() {
        db("column add users age INTEGER --not-null --default 0");
        db("column add users note:TEXT:unique:default=a:b");
        db("column add users boss_id TEXT --references users");
        db("index create users email --unique");

        String csv = db("column list users --format csv");

        assertThat(csv)
                .contains(
                        "name,TEXT,false,false,,\n",
                        "email,TEXT,true,true,,\n",
                        "team_id,TEXT,false,false,,teams.id.cascade\n")
                .contains(
                        "age,INTEGER,true,false,0,\n",
                        "note,TEXT,false,true,'a:b',\n",
                        "boss_id,TEXT,false,false,,users.id\n");
        assertThat(db("table show users"))
                .contains(
                        "REFERENCES \"teams\" (\"id\") ON DELETE CASCADE",
                        "CREATE UNIQUE INDEX \"uniq_users_email\" ON \"users\" (\"email\");");
        assertThat(db("table show users --format json")).contains("\"on_delete\": \"cascade\"");
        assertThat(db("table list --format csv"))
                .isEqualTo("name,columns,indexes,foreign_keys\nteams,4,0,0\nusers,9,1,2\n");
        assertThat(db("index create users email --unique")).contains("There is the index uniq_users_email already.");
        assertThat(run("index create users email --unique --strict").code()).isEqualTo(4);
    }

    /// case 38, case 39
    @Test
    void case_38_and_39_a_column_with_nulls_is_not_made_not_null_unless_it_is_filled() {
        write("main", "INSERT INTO users (name, email) VALUES (NULL, 'a'), ('Bob', 'b')");

        var run = run("column alter users name --not-null");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("column users.name has 1 NULL in tenant main");
        var plan = run("column alter users name --not-null --dry-run");
        assertThat(plan.code()).isEqualTo(4);
        assertThat(plan.out()).contains("Rows in the way:\n  main: column users.name has 1 NULL\n");

        cli().must("db", "column", "alter", "users", "name", "--not-null", "--fill", "O'Hara");
        assertThat(db("table show users")).contains("\"name\" TEXT NOT NULL");
    }

    /// case 55
    @Test
    void case_55_a_dry_run_lists_the_sql_in_order_with_its_steps_and_changes_nothing() {
        write("main", "INSERT INTO teams (name) VALUES ('one')");
        cli().must("db", "view", "create", "names", "SELECT name FROM users");
        db("branch create feat");
        db("table copy users members --branch feat");
        cli().must("db", "view", "update", "names", "SELECT email FROM users", "--branch", "feat");
        String first = db("branch merge-into-main feat --dry-run --format csv");
        db("column rename teams name title --branch feat");
        db("column drop users team_id --branch feat");
        var before = db("branch changes main --format json");

        String text = db("branch merge-into-main feat --dry-run");
        String json = db("branch merge-into-main feat --dry-run --format json");

        assertThat(first.lines()
                        .map(line -> line.split(","))
                        .filter(line -> line.length > 3 && line[0].matches("\\d+"))
                        .map(line -> line[2] + " " + line[3]))
                .containsSubsequence("members create_table", "members copy_data")
                .containsSubsequence("names drop_existing", "names create_view");
        assertThat(text)
                .contains(
                        "Change 1: ",
                        "What a review should look at:\n",
                        "D02 users.team_id: drops a column with its values.");
        assertThat(text)
                .contains(
                        "B02 teams.name: breaks programs that use the old name of the column (1 row in 1 tenant).",
                        "Nothing was changed. It would concern 1 tenant with files.");
        assertThat(json).contains("\"rule\": \"B02\",", "\"rows\": 1,", "\"tenants\": 1", "\"tenants_with_files\": 1");
        assertThat(db("branch changes main --format json")).isEqualTo(before);
        assertThat(db("table list --format csv")).doesNotContain("members");
    }

    /// case 46
    @Test
    void case_46_branches_are_made_switched_to_renamed_and_deleted() {
        assertThat(db("branch create feat")).contains("`templedb db branch switch feat` switches to it.");
        assertThat(db("status")).containsPattern("(?m)^branch: +main$");
        db("branch switch feat");
        db("table create invoices total:REAL");
        assertThat(db("table list --branch main")).doesNotContain("invoices");
        db("branch rename feat bills");
        assertThat(db("status")).containsPattern("(?m)^branch: +bills$");
        assertThat(db("branch list --format csv")).contains("\nbills,true,main,3,1,false,");
        assertThat(cli().atTerminal("n\n")
                        .run("db", "branch", "delete", "bills")
                        .code())
                .isEqualTo(1);
        db("branch delete bills");
        assertThat(db("status")).containsPattern("(?m)^branch: +main$");
        db("branch create bills --switch");
        assertThat(db("table list")).doesNotContain("invoices");
    }

    /// case 47, case 48
    @Test
    void case_47_and_48_can_merge_says_why_and_what() {
        db("branch create feat");
        var nothing = run("branch can-merge feat --format json");
        assertThat(nothing.code()).isEqualTo(4);
        assertThat(nothing.out()).contains("\"can_merge\": false", "There is nothing to merge");
        assertThat(run("branch can-merge nope").out()).startsWith("nope cannot be merged into main: ");
        assertThat(run("branch can-merge nope").code()).isEqualTo(3);
        assertThat(run("branch merge-into-main feat").code()).isEqualTo(4);
        assertThat(db("branch merge-into-main feat --force --format json")).contains("\"changes\": []");

        db("table create invoices total:REAL --branch feat");
        assertThat(db("branch compare feat --format csv"))
                .isEqualTo("branch,type,entity,now\nfeat,create_table,invoices,\"\"\"total\"\" REAL\"\n");
        assertThat(db("branch can-merge feat"))
                .startsWith("feat can be merged into main.\n\nChange 1: create_table invoices\n");
        assertThat(db("branch merge-into-main feat --format json"))
                .contains("\"merge_type\": \"fast_forward\"", "\"entity\": \"invoices\"");
        assertThat(db("table list --format csv")).contains("\ninvoices,");
        assertThat(db("branch changes --format csv")).contains("3,create_table,invoices,feat,false,");

        assertThat(db("branch undo")).isEqualTo("Took back the merge of feat into main: create_table invoices.\n");
        assertThat(db("table list --format csv")).doesNotContain("\ninvoices,");
    }

    /// case 50, case 51, case 52
    @Test
    void case_50_to_52_conflicts_are_listed_and_resolved() {
        db("branch create feat");
        db("column add users city TEXT --branch feat");
        db("column add users city INTEGER --branch main");

        var late = run("branch merge-into-main feat --force");
        assertThat(late.err()).contains("The branch 'feat' is not up to date with 'main'.");
        var conflict = run("branch merge main feat --format json");
        assertThat(conflict.code()).isEqualTo(4);
        assertThat(conflict.out())
                .contains("\"entity\": \"column users.city\"", "\"base\": null", "\"ours\": \"{", "TEXT", "INTEGER");
        assertThat(conflict.err()).contains("SCHEMA_MERGE_CONFLICT");
        assertThat(run("branch can-merge main feat").out())
                .contains("column users.city")
                .contains("\"city\" TEXT")
                .contains("\"city\" INTEGER")
                .doesNotContain("identity");

        var other = cli().run("db", "branch", "merge", "main", "feat", "--resolve", "column users.town=ours");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .contains("There is no conflict of column users.town; those that there are: column users.city.");
        cli().must("db", "branch", "merge", "main", "feat", "--resolve", "column users.city=ours");
        assertThat(db("column list users --branch feat --format csv")).contains("city,TEXT");
        assertThat(db("branch merge-into-main feat --format json")).contains("\"merge_type\": \"fast_forward\"");
    }

    @Test
    void a_protected_branch_changes_by_merges_only() {
        db("branch protect main");
        var run = run("table create x");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("The branch 'main' is protected");
        db("branch create feat");
        db("table create x --branch feat");
        db("branch merge-into-main feat");
        db("branch protect --off");
        db("table drop x");
    }

    /// case 59, case 67
    @Test
    void case_59_and_67_tenants_have_no_file_until_it_is_needed() {
        db("tenant create acme globex");
        db("tenant create initech --with-file");
        db("tenant copy acme acme-test");
        db("tenant rename acme-test trial");
        assertThat(cli().atTerminal("n\n")
                        .run("db", "tenant", "delete", "trial")
                        .code())
                .isEqualTo(1);
        db("tenant delete trial");

        assertThat(db("tenant list --format csv").replaceAll(",2\\d\\d\\d-.*", ""))
                .isEqualTo("name,has_file,created_at\nacme,false\nglobex,false\ninitech,true\nmain,false\n");
        assertThat(db("tenant vacuum acme --format json")).contains("\"before_bytes\": 0,", "\"after_bytes\": 0");
        assertThat(db("tenant vacuum --tenant initech")).startsWith("The tenant initech takes ");
    }

    /// case 76
    @Test
    void case_76_maintenance_refuses_all_changes_with_its_reason_until_it_is_over() {
        db("branch create feat");
        cli().must("db", "maintenance", "on", "moving to another disk");

        for (String line : new String[] {
            "table create x", "column add users x TEXT", "index create users name", "branch create y",
                    "branch delete feat --yes",
            "tenant create t", "tenant vacuum", "branch merge main feat", "branch undo", "branch protect main"
        }) {
            var run = run(line);
            assertThat(run.code()).as(line).isEqualTo(6);
            assertThat(run.err()).as(line).contains("moving to another disk");
        }
        assertThat(db("table list --format csv")).contains("users");
        assertThat(db("list")).contains("moving to another disk");
        db("maintenance off");
        db("table create x");
    }

    @Test
    void maintain_finds_a_file_that_is_no_database() throws IOException {
        db("tenant create acme --with-file");
        var run = run("maintain");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("All is well: 2 tenants looked at.");

        try (var files = Files.walk(home.resolve(".branchdb/files"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".db")).toList()) {
                var bytes = Files.readAllBytes(file);
                java.util.Arrays.fill(bytes, 4096, bytes.length, (byte) 7);
                Files.write(file, bytes);
            }
        }
        var damaged = run("maintain --format json");
        assertThat(damaged.code()).isEqualTo(5);
        assertThat(damaged.out()).contains("\"tenant\": \"acme\", \"kind\": \"damage\"");
    }
}
