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
                printf 'echo on the way; echo started >>"$MARK"; sleep 60 & wait\\n' >deploy.sh
                git add . && git commit -qm one && cd ..
                templedb project import web
                templedb deploy target add web prod --var MARK="$PWD/mark"
                """);

        var said = program.must(work, """
                number=0
                for signal in TERM KILL; do
                    : >mark
                    templedb deploy run web prod >out.$signal 2>&1 &
                    until grep -q started mark; do sleep 0.1; done
                    number=$((number + 1))
                    until templedb deploy history web --log $number 2>&1 | grep -q '^on the way'; do :; done
                    kill -s $signal $!
                    wait $! || echo "exit $?"
                    templedb deploy history web --format csv | sed -n 2p | cut -d, -f1,2,6
                    grep -h ^Error out.$signal || true
                    templedb deploy history web --log $number 2>&1
                done
                """);

        assertThat(said.lines())
                .filteredOn(line -> line.matches("\\d,.*|exit \\d+|Error .*|on the way|Deployment 2 .*"))
                .containsExactly(
                        "exit 143",
                        "1,prod,cancelled",
                        "Error TDB-1820: Deployment 1 of web to prod was cancelled in the script; what it had started was ended.",
                        "on the way",
                        "exit 137",
                        "2,prod,interrupted",
                        "Deployment 2 was killed; what it said last may be missing.",
                        "on the way");
    }
}
