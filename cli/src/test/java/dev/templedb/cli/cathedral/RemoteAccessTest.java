package dev.templedb.cli.cathedral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import org.junit.jupiter.api.Test;

class RemoteAccessTest {
    @Test
    void passwords_go_over_https_or_to_this_machine_only() {
        RemoteAccess.requireConfidential("https://cathedral.example.org");
        RemoteAccess.requireConfidential("http://127.0.0.1:8420");
        RemoteAccess.requireConfidential("http://[::1]:8420");
        var refused = catchThrowableOfType(
                TempleException.class, () -> RemoteAccess.requireConfidential("http://127.0.0.1.example.org"));
        assertThat(refused.code()).isEqualTo(ErrorCode.REMOTE_ADDRESS_INVALID);
    }
}
