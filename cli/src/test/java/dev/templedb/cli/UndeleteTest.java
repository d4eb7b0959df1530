package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `templedb db deleted`, `undelete` and `maintain --forget-deleted`.
class UndeleteTest {
    @TempDir
    Path home;

    @BeforeEach
    void set_up() {
        db("create app");
        db("table create users name:TEXT");
        db("tenant create acme");
        db("data insert users --data {\"name\":\"Ada\"} --tenant acme");
    }

    private Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    private String db(String line) {
        return cli().must(("db " + line).split(" "));
    }

    @Test
    void what_was_deleted_is_listed_and_comes_back_under_its_name_or_another() {
        db("branch create feat");
        db("branch delete feat --yes");
        db("tenant delete acme --yes");
        db("tenant create acme");

        assertThat(db("deleted --format csv").replaceAll(",\\d+,2\\d\\d\\d-.*", ""))
                .isEqualTo("number,kind,database,branch,name,bytes,deleted_at,kept_until\n"
                        + "1,branch,app,,feat\n2,tenant,app,main,acme\n");
        var taken = cli().line("db undelete 2");
        assertThat(taken.code()).isEqualTo(4);
        assertThat(taken.err()).contains("The tenant 'acme' exists already.");
        assertThat(db("undelete 2 --as acme-before"))
                .isEqualTo("Brought back the tenant acme-before on branch main.\n");
        assertThat(db("query SELECT/**/name/**/FROM/**/users --tenant acme-before --format csv"))
                .isEqualTo("name\nAda\n");
        assertThat(db("undelete 1")).isEqualTo("Brought back the branch feat of the database app.\n");
        assertThat(db("branch list --format csv")).contains("\nfeat,");
        for (String number : new String[] {"1", "7", "x"}) {
            var none = cli().line("db undelete " + number);
            assertThat(none.code()).isEqualTo(3);
            assertThat(none.err()).contains("TDB-2091", "has the number " + number + ".", "`templedb db deleted`");
        }
    }

    @Test
    void a_database_comes_back_until_maintain_is_told_to_forget_it() {
        db("delete app --yes");
        assertThat(cli().line("db maintain").err()).doesNotContain("Removed");
        assertThat(db("undelete 1")).isEqualTo("Brought back the database app.\n");
        assertThat(db("table list --db app --format csv")).contains("users");

        db("delete app --yes");
        assertThat(cli().line("db maintain --forget-deleted").err())
                .containsPattern("Removed the deleted database app for good: \\d[\\d,.]* .*bytes\\.");
        assertThat(db("deleted --format csv").lines()).hasSize(1);
        assertThat(cli().line("db undelete 2").code()).isEqualTo(3);
    }
}
