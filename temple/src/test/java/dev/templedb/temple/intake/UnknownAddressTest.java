package dev.templedb.temple.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.FilledTemple;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownAddressTest {
    @TempDir
    private Path folder;

    @Test
    void an_address_of_an_unknown_kind_is_refused_without_its_password() {
        var request = new ImportRequest(
                "foo://ada:hunter2@example.org/x.git",
                folder,
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(),
                new Author("Ada", ""),
                folder);
        try (var temple = FilledTemple.open(folder.resolve("t.sqlite"))) {
            assertThatThrownBy(() -> new ProjectImport(temple).run(request, Progress.NONE))
                    .isInstanceOfSatisfying(TempleException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
                        assertThat(refused).hasMessageContaining("example.org").hasMessageNotContaining("hunter2");
                    });
        }
    }
}
