package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands and scripts of the founding "CathedralDB Quick Start", as users have typed them since.
///
/// `s0/backup-projects.sh` and `s0/templates.sh` are its two scripts, byte for byte.
@Tag("slow")
class CathedralQuickStartTest {
    @TempDir
    Path scratch;

    private RealProgram program;
    private Path work;

    @BeforeEach
    void begin() throws Exception {
        program = new RealProgram(scratch);
        work = Files.createDirectory(scratch.resolve("work"));
    }

    @Test
    void its_commands_work() throws Exception {
        program.must(work, """
                mkdir my-project && echo hello >my-project/file
                templedb project import my-project --slug my-project --name "My Project Name"
                """);

        program.must(work, "templedb help | grep cathedral");
        program.must(work, "templedb cathedral export my-project");
        assertThat(program.must(work, "templedb cathedral verify my-project.cathedral"))
                .startsWith("Package integrity verified.")
                .containsPattern("Project: +my-project - My Project Name\n")
                .containsPattern("Version: +2\\.0\\.0\n")
                .containsPattern("Created: +\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\n")
                .containsPattern("Created by: +\\S+\n")
                .containsPattern("Files: +1\n")
                .containsPattern("Commits: +1\n")
                .containsPattern("Branches: +1\n")
                .containsPattern("Size: +[0-9.]+ k?B\n")
                .containsPattern("Checksum: +[0-9a-f]{64}\n")
                .containsPattern("Content root: +[0-9a-f]{64}\n");
        assertThat(program.run(work, "templedb cathedral import my-project.cathedral")
                        .code())
                .isEqualTo(4);
        program.must(work, "templedb cathedral import my-project.cathedral --as my-fork");
        program.must(work, "templedb cathedral import my-project.cathedral --overwrite");
        program.must(work, "templedb project list | grep my-fork");
    }

    /// "Share with team": the directory layout is what these lines were written for.
    @Test
    void a_directory_goes_through_tar() throws Exception {
        program.must(work, "templedb project create team-project");

        program.must(work, """
                templedb cathedral export team-project --output ~/shared/ --layout directory
                cd ~/shared
                tar -czf team-project.tar.gz team-project.cathedral/
                rm -r team-project.cathedral
                tar -xzf team-project.tar.gz
                templedb cathedral import team-project.cathedral --as theirs
                templedb cathedral import team-project.tar.gz --as packed
                test -s ~/.local/share/templedb/templedb.sqlite
                """);
    }

    @Test
    void its_backup_script_saves_every_project() throws Exception {
        program.must(work, """
                mkdir one && echo 1 >one/file && templedb project import one
                templedb project create two
                """);

        program.must(work, RealProgram.resource("s0/backup-projects.sh"));

        program.must(work, """
                tar -xzf ~/backups/templedb/*.tar.gz
                [[ $(ls */*.cathedral | wc -l) == 2 ]]
                templedb --temple other.sqlite cathedral import */one.cathedral
                [[ $(templedb --temple other.sqlite file show one file) == 1 ]]
                """);
    }

    /// "Cross-Platform Migration" and "Selective migration", as they are written there.
    @Test
    void its_migration_commands_work() throws Exception {
        program.must(work, """
                for p in project1 project2 project3; do mkdir $p && echo $p >$p/file && templedb project import $p; done
                """);

        program.must(work, RealProgram.resource("s0/export-all.sh"));
        program.must(work, "mv ~/.local/share/templedb ~/old-machine");
        assertThat(program.must(work, RealProgram.resource("s0/import-all.sh")))
                .isEqualTo("Imported 3 projects (project1, project2, project3).\n");
        assertThat(program.must(work, "templedb file show project2 file")).isEqualTo("project2\n");
        program.must(work, RealProgram.resource("s0/migrate.sh"));

        assertThat(program.must(
                        work, "templedb --temple third.sqlite cathedral import-all --input templedb-export.tar.gz"))
                .isEqualTo("Imported 3 projects (project1, project2, project3).\n");
    }

    @Test
    void its_template_script_starts_a_project() throws Exception {
        program.must(work, """
                for template in react-starter python-api nextjs-app; do templedb project create $template; done
                """);

        program.must(work, RealProgram.resource("s0/templates.sh"));

        assertThat(program.must(work, "templedb project list | awk 'NR>2 {print $1}'"))
                .isEqualTo("my-new-react-app\nnextjs-app\npython-api\nreact-starter\n");
    }
}
