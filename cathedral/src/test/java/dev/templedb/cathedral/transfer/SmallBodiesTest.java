package dev.templedb.cathedral.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SmallBodiesTest {
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);

    private static void isFull(SmallBodies bodies, UUID user) {
        assertThatThrownBy(() -> bodies.take(user))
                .isInstanceOfSatisfying(
                        TempleException.class, full -> assertThat(full.code()).isEqualTo(ErrorCode.SERVER_BUSY));
    }

    @Test
    void one_user_does_not_keep_the_others_out_and_all_together_are_only_so_many() {
        var bodies = new SmallBodies(3, 2);
        try (var _ = bodies.take(ADA);
                var _ = bodies.take(ADA)) {
            isFull(bodies, ADA);
            try (var _ = bodies.take(BOB)) {
                isFull(bodies, BOB);
            }
            bodies.take(BOB).close();
        }
        bodies.take(ADA).close();
    }
}
