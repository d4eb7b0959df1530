package dev.templedb.packages.directory;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Times as the Python tool writes them: `2026-11-20 22:23:41` in most places, ISO 8601 in the manifest. Always UTC.
final class PackageTime {
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private PackageTime() {}

    static String plain(Instant time) {
        return PLAIN.format(time);
    }

    /// Reads either form, with or without fraction and zone; no zone means UTC.
    static Optional<Instant> parse(String text) {
        var iso = text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
        try {
            if (iso.length() == 10) {
                return Optional.of(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            var time = iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                            .toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return Optional.of(time.truncatedTo(ChronoUnit.MILLIS)).filter(PackageTime::isPlausible);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isPlausible(Instant time) {
        return !time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
    }
}
