package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `templedb db` refuses, case by case (25, 26, 33, 40 to 42, 45, 47, 49, 60, 65 and 66): nothing is changed by
/// any
/// of these, so
/// they share one database.
class SchemaRefusalsTest {
    @TempDir
    static Path home;

    @BeforeAll
    static void set_up() {
        cli().must("db", "create", "app");
        cli().must("db", "table", "create", "teams", "name:TEXT");
        cli().must("db", "table", "create", "users", "name:TEXT");
    }

    private static Cli cli() {
        return new Cli(home).with("BRANCHDB_PROJECT_DIR", home.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "table create x name           |2|\"name\" is no column: it is NAME:TYPE",
                "table create x name:COLOUR    |2|There is no column type 'COLOUR'.",
                "table create x a:TEXT:odd     |2|\"odd\" is nothing that can be said of the column a",
                "table create x a:TEXT:fk=t.id.explode|2|\"explode\" is not what can happen",
                "table create x a:TEXT:fk=a.b.c.d|2|\"a.b.c.d\" is no reference",
                "table create x a:INTEGER:default=x|2|'x' is no value of the type INTEGER.",
                "table create x a:TEXT:fk=nowhere|2|nowhere",
                "table create users            |4|users",
                "table create x id:TEXT        |4|id",
                "table show nope               |3|There is no table 'nope'.",
                "table drop nope --yes         |3|There is no table 'nope'.",
                "column add users age          |2|TYPE is missing.",
                "column add users name TEXT    |4|name",
                "column add users a INTEGER --default 1 --default-sql 2|2|Give one of --default and --default-sql.",
                "column alter users name       |4|like that already",
                "column alter users name --not-null --nullable|2|Give one of --not-null and --nullable.",
                "column alter users nope --not-null|3|The table users has no column 'nope'.",
                "column drop users id --yes    |2|id",
                "column rename users nope x    |3|nope",
                "index create users            |2|An index needs at least one column.",
                "index drop nope               |3|There is no index 'nope'.",
                "view delete nope              |3|There is no view 'nope'.",
                "branch create main            |4|main",
                "branch create x --source nope |3|nope",
                "branch create No              |2|No",
                "branch delete main --yes      |4|The branch main cannot be deleted.",
                "branch delete nope --yes      |3|nope",
                "branch rename main x          |4|The branch main cannot be renamed.",
                "branch switch nope            |3|nope",
                "branch merge main main        |2|Cannot merge main branch into itself",
                "branch merge nope main        |3|nope",
                "branch merge-into-main main --resolve x|2|is not of the form --resolve ENTITY=HOW",
                "branch merge-into-main main --resolve x=maybe|2|\"maybe\" resolves no conflict",
                "branch undo --branch nope     |3|nope",
                "tenant create                 |2|NAME is missing.",
                "tenant create main            |4|main",
                "tenant create __empty__       |2|__empty__",
                "tenant create acme --encrypt  |4|cannot encrypt files",
                "tenant delete main --yes      |4|The tenant main cannot be deleted.",
                "tenant delete nope --yes      |3|nope",
                "tenant rename main x          |4|The tenant main cannot be renamed.",
                "tenant copy nope x            |3|nope",
                "tenant rotate-key main        |4|cannot encrypt files",
                "tenant rotate-key nope        |3|nope",
                "tenant vacuum nope            |3|nope",
            })
    void what_cannot_be_is_refused_with_its_exit_code_and_sentence(String line, int code, String sentence) {
        var run = cli().line("db " + line);

        assertThat(run.err()).contains(sentence).contains("\nHint: ").startsWith("Error TDB-");
        assertThat(run.code()).isEqualTo(code);
        assertThat(cli().line("db tenant list --format csv").out().lines()).hasSize(2);
        assertThat(cli().line("db table list --format csv").out().lines()).hasSize(3);
    }
}
