package dev.templedb.cli.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// Moments as people write them on a command line.
final class Times {
    private static final Pattern AGO =
            Pattern.compile("(\\d{1,4})[ .](day|week|month|year)s?[ .]ago", Pattern.CASE_INSENSITIVE);
    private static final Map<String, IntFunction<Period>> PERIODS =
            Map.of("day", Period::ofDays, "week", Period::ofWeeks, "month", Period::ofMonths, "year", Period::ofYears);

    private final Clock clock;

    /// @param clock what "ago" is before
    Times(Clock clock) {
        this.clock = clock;
    }

    /// A day, which begins at midnight UTC, a moment, in UTC where it names no zone, or some days, weeks, months or
    /// years ago.
    ///
    /// @throws TempleException with `USAGE`
    Instant read(String text) {
        var ago = AGO.matcher(text.strip());
        try {
            return ago.matches()
                    ? before(Integer.parseInt(ago.group(1)), ago.group(2).toLowerCase(Locale.ROOT))
                    : moment(text.strip().replace(' ', 'T'));
        } catch (DateTimeException e) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a time such as 2026-01-31, 2026-01-31T12:00:00Z or \"2 weeks ago\"."
                            .formatted(Printable.text(text)),
                    e);
        }
    }

    private Instant before(int count, String unit) {
        var period = PERIODS.getOrDefault(unit, Period::ofDays).apply(count);
        return clock.instant().atOffset(ZoneOffset.UTC).minus(period).toInstant();
    }

    private static Instant moment(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        boolean hasZone = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return hasZone
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
