package dev.templedb.sqlite;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// How instants are kept: `2026-01-02T03:04:05.678Z`, always UTC and always milliseconds, so that text order is time
/// order.
///
/// Written by hand because loading the JDK's formatter costs more than opening the file.
final class InstantText {
    private static final int LENGTH = 24;

    private InstantText() {}

    /// Writes `instant`, rounded down to the millisecond.
    static String format(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new IllegalArgumentException("only the years 0 to 9999 can be stored: " + instant);
        }
        var text = new char[LENGTH];
        put(text, 0, 4, time.getYear(), '-');
        put(text, 5, 2, time.getMonthValue(), '-');
        put(text, 8, 2, time.getDayOfMonth(), 'T');
        put(text, 11, 2, time.getHour(), ':');
        put(text, 14, 2, time.getMinute(), ':');
        put(text, 17, 2, time.getSecond(), '.');
        put(text, 20, 3, instant.getNano() / 1_000_000, 'Z');
        return new String(text);
    }

    /// Reads what [#format] wrote, and any other ISO-8601 instant.
    static Instant parse(String text) {
        if (text.length() != LENGTH || text.charAt(LENGTH - 1) != 'Z' || text.charAt(19) != '.') {
            return Instant.parse(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 2),
                        number(text, 8, 2),
                        number(text, 11, 2),
                        number(text, 14, 2),
                        number(text, 17, 2),
                        number(text, 20, 3) * 1_000_000)
                .toInstant(ZoneOffset.UTC);
    }

    private static void put(char[] text, int at, int digits, int value, char separator) {
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = (char) ('0' + value % 10);
            value /= 10;
        }
        text[at + digits] = separator;
    }

    private static int number(String text, int at, int digits) {
        return Integer.parseInt(text, at, at + digits, 10);
    }
}
