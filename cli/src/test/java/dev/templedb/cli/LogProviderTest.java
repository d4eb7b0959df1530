package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogProviderTest {
    private final List<LogRecord> seen = new ArrayList<>();

    @Test
    void what_a_library_warns_of_reaches_the_log_and_details_do_not() {
        var log = Logger.getLogger("some.library");
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                seen.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            var logger = new LogProvider().getLoggerFactory().getLogger("some.library");
            var cause = new IllegalStateException("full");
            logger.debug("Opening {}", "a file");
            logger.warn("{} of {} failed", 2, 3, cause);

            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().getMessage()).isEqualTo("2 of 3 failed");
            assertThat(seen.getFirst().getLevel().getName()).isEqualTo("WARNING");
            assertThat(seen.getFirst().getThrown()).isSameAs(cause);
        } finally {
            log.removeHandler(handler);
        }
    }
}
