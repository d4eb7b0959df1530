package dev.templedb.temple.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.temple.processes.ProcessGroup.End;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessGroupTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    private Path folder;

    private final CountDownLatch ready = new CountDownLatch(1);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private ProcessGroup group() {
        return new ProcessGroup(
                folder,
                ENVIRONMENT,
                ENVIRONMENT,
                Optional.of(Path.of("/usr/bin/setsid")).filter(Files::isExecutable),
                System.nanoTime() + TimeUnit.MINUTES.toNanos(10),
                (bytes, length, isError) -> {
                    heard.write(bytes, 0, length);
                    if (heard.toString(StandardCharsets.UTF_8).contains("ready")) {
                        ready.countDown();
                    }
                });
    }

    /// Whether it does anything still; one that its parent has not asked for yet does not.
    private static boolean isAtWork(long process) throws Exception {
        var status = Path.of("/proc", Long.toString(process), "status");
        return Files.exists(status) && !Files.readString(status).contains("State:\tZ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setsid sh -c 'echo $$ >child; echo ready; exec sleep 600' & wait",
                // Its parent is gone, so that nobody knows it for a descendant.
                "(setsid sh -c 'echo $$ >child; echo ready; exec sleep 600' &); sleep 600",
                // It does not listen.
                "(setsid sh -c 'trap \"\" TERM; echo $$ >child; echo ready; while :; do sleep 1; done' &); sleep 600"
            })
    void a_child_in_a_session_of_its_own_ends_with_the_command(String command) throws Exception {
        var group = group();
        var end = CompletableFuture.supplyAsync(() -> {
            try {
                return group.shell(command);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(ready.await(5, TimeUnit.MINUTES)).isTrue();
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(isAtWork(child)).isTrue();

        group.cancel();

        assertThat(isAtWork(child)).isFalse();
        assertThat(end.join()).isEqualTo(new End.Cancelled());
    }

    @Test
    void what_a_command_leaves_behind_by_ending_itself_goes_on() throws Exception {
        var group = group();

        assertThat(
                        group.shell(
                                "setsid sh -c 'echo $$ >child; echo ready; exec sleep 600' >/dev/null & while [ ! -s child ]; do :; done"))
                .isEqualTo(new End.Exit(0));

        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertThat(isAtWork(child)).isTrue();
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }
}
