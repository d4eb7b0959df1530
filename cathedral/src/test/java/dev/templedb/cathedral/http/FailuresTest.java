package dev.templedb.cathedral.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void a_pool_of_connections_that_is_exhausted_is_over_soon() {
        for (var said :
                new String[] {"Sorry, acquisition timeout!", "Acquisition timeout while waiting for new connection"}) {
            try (var answer = new DatabaseProblemMapper().toResponse(new ConnectionException(new SQLException(said)))) {
                assertThat(answer.getStatus()).as(said).isEqualTo(503);
                assertThat(answer.getHeaderString("Retry-After")).as(said).isEqualTo("5");
            }
        }
    }

    @Test
    void only_what_is_over_soon_says_when_to_come_again() {
        try (var busy = Problems.answer(ErrorCode.SERVER_BUSY, "Busy.");
                var other = Problems.answer(ErrorCode.SECRET_KEY_MISSING, "No key.")) {
            assertThat(busy.getHeaderString("Retry-After")).isEqualTo("5");
            assertThat(other.getHeaderString("Retry-After")).isNull();
        }
    }

    @Test
    void a_connection_that_was_closed_is_told_from_what_went_wrong_here() {
        assertThat(ProblemMapper.isClosedByClient(new IOException(new ClosedChannelException())))
                .isTrue();
        assertThat(ProblemMapper.isClosedByClient(new IOException(new HttpClosedException("Connection was closed"))))
                .isTrue();
        assertThat(ProblemMapper.isClosedByClient(new IOException("no space left")))
                .isFalse();
    }
}
