package dev.templedb.packages.samples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Says that something ends with one of our errors.
public final class Refusal {
    private Refusal() {}

    public static AbstractStringAssert<?> refuses(ErrorCode code, ThrowingCallable call) {
        var message = new String[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(TempleException.class, refused -> {
            Assertions.assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
            message[0] = refused.getMessage();
        });
        return Assertions.assertThat(message[0]);
    }
}
