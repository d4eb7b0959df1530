package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signed versions, organizations, watches and search by type, with the real program and a real server.
class RegistryPolicyTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static RealProgram ina;
    private static RealProgram ben;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        ina = new RealProgram(folder.resolve("ina"));
        ben = new RealProgram(folder.resolve("ben"));
        for (var person : new RealProgram[] {ina, ben}) {
            person.must("""
                    echo 'correct horse battery' >password.txt
                    templedb cathedral login "$1" --register --username "$2" --password-stdin <password.txt
                    """, server.address(), person == ina ? "ina" : "ben");
        }
    }

    @Test
    void versions_are_signed_by_themselves_and_a_project_asks_for_that() throws Exception {
        ina.must("""
                mkdir -p src .ssh && echo hello >src/a.txt
                templedb project import ./src --slug signed
                templedb cathedral push signed --visibility public
                templedb cathedral push signed:0.1.0
                ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519
                """);
        assertThat(ina.must("templedb cathedral project policy ina/signed --signed-versions required"))
                .isEqualTo("ina/signed takes versions only that a key of a profile has signed, the project says.\n");
        assertThat(ina.run("templedb cathedral push signed:1.0.0"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(5))
                .satisfies(run -> assertThat(run.out()).contains("TDB-1551", "--sign"));
        assertThat(ina.must("templedb cathedral signing --on")).startsWith("Versions are signed with the key /");
        assertThat(ina.run("templedb cathedral push signed:1.0.0").out()).contains("TDB-1552", "key add");
        ina.must("templedb cathedral key add .ssh/id_ed25519.pub");
        assertThat(ina.must("templedb cathedral push signed:1.0.0")).contains("Version 1.0.0 is published.");
        assertThat(ina.run("templedb cathedral push signed:1.1.0 --no-sign").out())
                .contains("TDB-1551");
        assertThat(ina.must("templedb cathedral versions ina/signed --format csv | cut -d, -f1,5,6"))
                .isEqualTo("version,signed,signer\n1.0.0,profile,ina\n0.1.0,none,\n");

        ina.must("(printf 'ina '; cat .ssh/id_ed25519.pub) >../allowed");
        var verified = "cathedral verify %s --allowed-signers ../allowed --require-signature";
        ben.must("""
                templedb --temple v.sqlite cathedral pull ina/signed:1.0.0 --server "$1"
                templedb --temple v.sqlite cathedral export signed --output out.cathedral
                templedb --temple w.sqlite cathedral import out.cathedral
                templedb --temple w.sqlite cathedral export signed --output folder --layout directory
                """, server.address());
        ina.must("templedb cathedral export signed --output own.cathedral");
        for (var where : List.of("out.cathedral", "folder", "../ina/own.cathedral")) {
            assertThat(ben.must("templedb " + verified.formatted(where)))
                    .as(where)
                    .contains("trusted", "ina (SHA256:", "ina/signed 1.0.0");
        }
        assertThat(ben.run("""
                        templedb --temple w.sqlite var set signed A=1
                        templedb --temple w.sqlite cathedral export signed --output changed.cathedral
                        templedb %s
                        """.formatted(verified.formatted("changed.cathedral")))
                        .out())
                .contains("they are of another state", "not signed");

        ben.must("templedb cathedral pull ina/signed");
        ina.must("templedb var set signed A=1 && templedb cathedral push signed --sign");
        assertThat(ben.must("templedb cathedral sync signed --pull --allowed-signers ../allowed --require-signature"))
                .contains("moved on", "Signed by ina (SHA256:", "whom you trust.");
        ina.must("templedb var set signed A=2 && templedb cathedral push signed && templedb cathedral signing --off");
        assertThat(ben.run("templedb cathedral pull ina/signed --require-signature")
                        .out())
                .contains("The package is not signed.");
        assertThat(ben.must("templedb var get signed A")).isEqualTo("1\n");
    }

    @Test
    void organizations_are_shown_with_what_they_take_up_and_ask_for() throws Exception {
        ina.must("templedb cathedral org create crew --name 'The crew' --description 'Sails'");
        assertThat(ben.must("templedb cathedral org show crew"))
                .containsPattern("name: +The crew")
                .containsPattern("description: +Sails");
        assertThat(ina.must("templedb cathedral org usage crew --format csv"))
                .contains("storage_bytes,0,", "members,1,");
        assertThat(ina.must("templedb cathedral usage --format csv")).contains("private_projects,", "enterprise");
        assertThat(ben.run("templedb cathedral org usage crew").code()).isEqualTo(5);
        assertThat(ina.must("templedb cathedral org policy crew")).contains("leaves it to the server");
        assertThat(ina.must("templedb cathedral org policy crew --signed-versions required"))
                .isEqualTo("crew takes versions only that a key of a profile has signed.\n");
        assertThat(ben.run("templedb cathedral org policy crew --signed-versions marked")
                        .code())
                .isEqualTo(5);

        assertThat(ina.must("templedb cathedral org add crew --user ben")).isEqualTo("ben is member of crew now.\n");
        assertThat(ina.must("templedb cathedral org add crew --user late@example.org --role maintainer"))
                .isEqualTo("Invited late@example.org to crew as maintainer.\n");
        assertThat(ina.must("templedb cathedral org members crew")).contains("late@example.org");
        ina.must("templedb cathedral org remove crew --user late@example.org");
    }

    @Test
    void people_are_invited_by_address_to_a_project_and_projects_are_watched_and_found() throws Exception {
        ina.must("""
                mkdir -p boat && echo hull >boat/a.txt
                templedb project import ./boat --slug boat
                templedb cathedral push boat --visibility public --tags "sailing"
                """);
        assertThat(ina.must("templedb cathedral collaborator add ina/boat --user mate@example.org --role contributor"))
                .isEqualTo("Invited mate@example.org to ina/boat as contributor.\n");
        assertThat(ina.must("templedb cathedral collaborator list ina/boat")).contains("mate@example.org");
        assertThat(ina.must("templedb cathedral collaborator remove ina/boat --user mate@example.org"))
                .contains("mate@example.org no longer works on ina/boat.");
        assertThat(ina.run("templedb cathedral collaborator add ina/boat --user nobody-of-this-name")
                        .code())
                .isEqualTo(3);

        assertThat(ben.must("templedb cathedral watch ina/boat")).isEqualTo("You watch ina/boat.\n");
        ina.must("templedb cathedral push boat:1.0.0");
        assertThat(ben.must("templedb cathedral news --format csv")).contains("ina/boat,ina,version.publish,1.0.0");
        assertThat(ben.must("templedb cathedral watching")).contains("ina/boat");
        assertThat(ben.must("templedb cathedral show ina/boat")).containsPattern("watchers: +1");
        assertThat(ben.must("templedb cathedral unwatch ina/boat")).isEqualTo("You no longer watch ina/boat.\n");
        assertThat(ben.must("templedb cathedral unwatch ina/boat")).isEqualTo("You did not watch ina/boat.\n");
        assertThat(ben.must("templedb cathedral watching --format csv")).doesNotContain("ina/boat");

        assertThat(ben.must("templedb cathedral search ina --type users --format csv"))
                .contains("ina,");
        assertThat(ben.must("templedb cathedral search sail --type tags --format csv"))
                .contains("sailing,,,1");
        assertThat(ben.must("templedb cathedral search nothing-of-this --type organizations --format csv"))
                .isEqualTo("name,called,description\n");
        assertThat(ben.run("templedb cathedral search x --type things").code()).isEqualTo(2);
    }
}
