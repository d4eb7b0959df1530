package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a deployment whose program is told to stop, or killed.
@Tag("slow")
class StoppedDeploymentTest {
    @TempDir
    private Path scratch;

    @Test
    void one_that_is_stopped_is_cancelled_and_one_that_is_killed_interrupted() throws Exception {
        var program = new RealProgram(scratch);
        var work = Files.createDirectories(scratch.resolve("work"));
        program.must(work, """
                git init -q web && cd web
                printf 'echo started >>"$MARK"; sleep 60 & wait\\n' >deploy.sh
                git add . && git commit -qm one && cd ..
                templedb project import web
                templedb deploy target add web prod --var MARK="$PWD/mark"
                """);

        var said = program.must(work, """
                for signal in TERM KILL; do
                    : >mark
                    templedb deploy run web prod >out.$signal 2>&1 &
                    until grep -q started mark; do sleep 0.1; done
                    kill -s $signal $!
                    wait $! || echo "exit $?"
                    templedb deploy history web --format csv | sed -n 2p | cut -d, -f1,2,6
                done
                """);

        assertThat(said.lines())
                .filteredOn(line -> line.matches("\\d,.*|exit \\d+"))
                .containsExactly("exit 143", "1,prod,cancelled", "exit 137", "2,prod,interrupted");
    }
}
