package dev.templedb.branchdb.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatesTest {
    @TempDir
    Path directory;

    @Test
    void who_wants_one_branch_alone_does_not_hold_up_the_writers_of_another() throws Exception {
        try (var page = new SharedPage(directory.resolve("epoch"));
                var gates = new Gates(directory.resolve("gates"), page, Duration.ofSeconds(1))) {
            var writers = gates.await(70, true);

            // Java refuses what the kernel would have wait; by then it is written that the branch is wanted.
            assertThatThrownBy(() -> gates.await(70, false)).isInstanceOf(OverlappingFileLockException.class);

            assertThat(gates.isWanted(71)).isFalse();
            Gates.release(writers);
        }
    }
}
