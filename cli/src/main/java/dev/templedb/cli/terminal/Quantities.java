package dev.templedb.cli.terminal;

import dev.templedb.core.Sizes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Sizes, times and shares as people read them. Written by hand: the JDK's formatters take longer to load than a
/// command runs.
public final class Quantities {
    private Quantities() {}

    /// A size such as `999 B`, `1.2 MB` or `35 GB`; a kB is 1000 bytes.
    public static String bytes(long bytes) {
        return Sizes.text(bytes);
    }

    /// A count with its noun: `1 file`, `2 files`.
    public static String count(long count, String noun) {
        String plural = noun.endsWith("y")
                ? noun.substring(0, noun.length() - 1) + "ies"
                : noun.endsWith("ch") ? noun + "es" : noun + "s";
        return count + " " + (count == 1 ? noun : plural);
    }

    /// A share from 0 to 1 as `12.5 %`.
    public static String percent(double share) {
        long tenths = Math.round(share * 1000);
        return tenths / 10 + "." + tenths % 10 + " %";
    }

    /// A time in UTC such as `2026-01-02T03:04:05Z`.
    public static String time(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        var text = new StringBuilder(20);
        pad(text, time.getYear(), 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2).append('T');
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        return pad(text, time.getSecond(), 2).append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        return text.repeat('0', Math.max(0, digits - plain.length())).append(plain);
    }
}
