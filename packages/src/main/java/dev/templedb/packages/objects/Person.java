package dev.templedb.packages.objects;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneOffset;

/// Who did something and when, as a commit or tag says it: `Name <email> 1700000000 +0100`.
///
/// Reading is lenient, because real histories hold broken lines; the raw bytes stay the truth.
///
/// @param name        may be empty
/// @param email       without the angle brackets; may be empty
/// @param at          second precision; the epoch when the line has no readable time
/// @param zoneMinutes offset of the writer's clock from UTC, in minutes, between -18 h and +18 h
public record Person(String name, String email, Instant at, int zoneMinutes) {
    private static final int LARGEST_ZONE = 18 * 60;

    /// Reads what follows `author `, `committer ` or `tagger ` on its line.
    static Person parse(byte[] line, int from, int to, Charset charset) {
        int close = lastIndexOf(line, '>', from, to);
        int open = close < 0 ? -1 : indexOf(line, '<', from, close);
        if (open < 0) {
            return new Person(new String(line, from, to - from, charset).strip(), "", Instant.EPOCH, 0);
        }
        var name = new String(line, from, open - from, charset).strip();
        var email = new String(line, open + 1, close - open - 1, charset).strip();
        var rest = new String(line, close + 1, to - close - 1, java.nio.charset.StandardCharsets.US_ASCII).strip();
        int space = rest.indexOf(' ');
        var seconds = space < 0 ? rest : rest.substring(0, space);
        return new Person(
                name,
                email,
                instant(seconds),
                zone(space < 0 ? "" : rest.substring(space + 1).strip()));
    }

    /// The clock's offset from UTC.
    public ZoneOffset zone() {
        return ZoneOffset.ofTotalSeconds(zoneMinutes * 60);
    }

    private static Instant instant(String seconds) {
        try {
            long second = Long.parseLong(seconds);
            return Math.abs(second) > 250_000_000_000L ? Instant.EPOCH : Instant.ofEpochSecond(second);
        } catch (NumberFormatException unreadable) {
            return Instant.EPOCH;
        }
    }

    private static int zone(String text) {
        if (!text.matches("[+-]\\d{1,4}")) {
            return 0;
        }
        int digits = Integer.parseInt(text.substring(1));
        int minutes = Math.min(digits / 100 * 60 + digits % 100, LARGEST_ZONE);
        return text.charAt(0) == '-' ? -minutes : minutes;
    }

    private static int indexOf(byte[] line, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] line, char wanted, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (line[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
