package dev.templedb.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Says that something ends with one of our errors, and looks at its message.
public final class Refusal {
    private Refusal() {}

    public static AbstractStringAssert<?> refuses(ErrorCode code, ThrowingCallable call) {
        var refused = catchThrowableOfType(TempleException.class, call);
        assertThat(refused).as("a refusal with " + code).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return assertThat(refused.getMessage());
    }
}
