package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people share a project through a real server, with the real program.
class SharingTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static RealProgram ada;
    private static RealProgram bob;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        ada = new RealProgram(folder.resolve("ada"));
        bob = new RealProgram(folder.resolve("bob"));
    }

    @Test
    void a_project_goes_to_the_server_and_to_somebody_else_and_both_work_on() throws Exception {
        assertThat(ada.must("""
                        git init -q -b main src && cd src && echo hello >greeting.txt && git add . && git commit -qm Begin && cd ..
                        echo 'correct horse battery' >password.txt
                        templedb cathedral login "$1" --register --username ada --email ada@example.org --password-stdin <password.txt
                        templedb cathedral whoami
                        templedb project import ./src --slug shop
                        templedb cathedral push shop --visibility private --tags "react,web"
                        templedb cathedral push shop:v1.0.0 --notes "The first one"
                        templedb cathedral versions ada/shop
                        """, server.address()))
                .contains("ada")
                .contains("Pushed ada/shop")
                .contains("1.0.0");

        var stranger = bob.run("""
                        echo 'staple paper clip glue' >password.txt
                        templedb cathedral login "$1" --register --username bob --email bob@example.org --password-stdin <password.txt
                        templedb cathedral search react
                        templedb cathedral pull ada/shop
                        """, server.address());
        assertThat(stranger.code()).as(stranger.out()).isEqualTo(3);
        assertThat(stranger.out()).doesNotContain("The first one");

        ada.must("templedb cathedral collaborator add ada/shop --user bob --role contributor");
        assertThat(bob.must("""
                        templedb cathedral search react
                        templedb cathedral pull ada/shop
                        templedb cathedral diff shop ada/shop
                        templedb vcs export-git shop out.git
                        """)).contains("Both are the same state.");
        assertThat(bob.must("git -C out.git rev-parse main")).isEqualTo(ada.must("git -C src rev-parse main"));

        bob.must("templedb var set shop COLOR=blue");
        var tagged = bob.run("templedb cathedral push shop --tags web,nice");
        assertThat(tagged.code()).as(tagged.out()).isEqualTo(5);
        assertThat(bob.must("templedb cathedral show ada/shop --format json")).doesNotContain("nice");
        assertThat(bob.run("templedb cathedral sync shop --check").code())
                .as("a push is not made without its tags")
                .isEqualTo(4);
        bob.must("templedb cathedral push shop --tags web");
        ada.must("templedb var set shop PORT=8080 && templedb cathedral sync shop");
        bob.must("templedb cathedral sync shop");
        assertThat(bob.must("templedb var get shop PORT")).isEqualTo("8080\n");
        assertThat(ada.must("templedb var get shop COLOR")).isEqualTo("blue\n");
        assertThat(ada.must("templedb cathedral diff shop ada/shop")).contains("Both are the same state.");

        assertThat(ada.must("""
                        templedb cathedral yank ada/shop:1.0.0 --reason "wrong greeting"
                        templedb cathedral logout
                        """)).contains("Yanked ada/shop 1.0.0.");
        assertThat(ada.run("templedb cathedral pull ada/shop --as again").code())
                .as("who is not signed in is not told of a private project")
                .isEqualTo(3);
        assertThat(server.log()).doesNotContain("correct horse").doesNotContain("staple paper");
    }
}
