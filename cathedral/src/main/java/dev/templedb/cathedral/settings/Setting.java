package dev.templedb.cathedral.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One thing that can be set.
///
/// In a file it is `http.port = 8420`, in the environment `CATHEDRAL_HTTP_PORT=8420`.
///
/// @param key      lower-case words, joined by `-` and `.`
/// @param fallback what counts when nobody has set it, as a person would write it; empty for nothing
/// @param expects  what a value looks like, to go on after "must be"
/// @param meaning  one sentence
/// @param isSecret whether the value is never shown
/// @param parser   throws [IllegalArgumentException] for what it does not understand
public record Setting<T>(
        String key, String fallback, String expects, String meaning, boolean isSecret, Function<String, T> parser) {
    private static final Pattern KEY = Pattern.compile("[a-z]+(-[a-z]+)*([.][a-z0-9]+(-[a-z0-9]+)*)*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}(-[a-z0-9]{1,31})*");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}) ?(B|KiB|MiB|GiB|TiB)?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,12}) ?(ms|s|m|h|d)");

    public Setting {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(key);
        }
    }

    /// A line of text.
    public static Setting<String> text(String key, String fallback, String meaning) {
        return new Setting<>(key, fallback, "a text", meaning, false, Function.identity());
    }

    /// A line of text that is never shown, or nothing.
    public static Setting<Optional<String>> secret(String key, String meaning) {
        return new Setting<>(key, "", "a text", meaning, true, Setting::present);
    }

    /// A path, or nothing.
    public static Setting<Optional<Path>> path(String key, String meaning) {
        return new Setting<>(
                key, "", "a path", meaning, false, value -> present(value).map(Path::of));
    }

    /// An `http` or `https` address without query, or nothing. Slashes at its end are dropped.
    public static Setting<Optional<URI>> url(String key, String meaning) {
        return new Setting<>(
                key,
                "",
                "an http or https address",
                meaning,
                false,
                value -> present(value).map(Setting::parseUrl));
    }

    /// A whole number from `least` to `most`.
    public static Setting<Integer> number(String key, int fallback, int least, int most, String meaning) {
        return new Setting<>(
                key,
                Integer.toString(fallback),
                "a number from %d to %d".formatted(least, most),
                meaning,
                false,
                value -> (int) within(Integer.parseInt(value), least, most));
    }

    /// `true` or `false`.
    public static Setting<Boolean> flag(String key, boolean fallback, String meaning) {
        return new Setting<>(key, Boolean.toString(fallback), "true or false", meaning, false, value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(value);
        });
    }

    /// A number of bytes, such as `500 MiB`.
    public static Setting<Long> bytes(String key, String fallback, String meaning) {
        return new Setting<>(key, fallback, "a size such as 500 MiB", meaning, false, Setting::parseBytes);
    }

    /// A number of bytes, or `unlimited`, which is [Long#MAX_VALUE].
    public static Setting<Long> bytesOrUnlimited(String key, String fallback, String meaning) {
        return orUnlimited(key, fallback, "a size such as 500 MiB", meaning, Setting::parseBytes);
    }

    /// A whole number, or `unlimited`, which is [Long#MAX_VALUE].
    public static Setting<Long> numberOrUnlimited(String key, String fallback, String meaning) {
        return orUnlimited(
                key, fallback, "a number", meaning, value -> within(Long.parseLong(value), 0, Integer.MAX_VALUE));
    }

    private static Setting<Long> orUnlimited(
            String key, String fallback, String expects, String meaning, Function<String, Long> parser) {
        return new Setting<>(
                key,
                fallback,
                expects + " or unlimited",
                meaning,
                false,
                value -> value.equals("unlimited") ? Long.valueOf(Long.MAX_VALUE) : parser.apply(value));
    }

    /// A time, such as `30 s` or `24 h`.
    public static Setting<Duration> duration(String key, String fallback, String meaning) {
        return new Setting<>(
                key, fallback, "a time such as 30 s, 15 m or 24 h", meaning, false, Setting::parseDuration);
    }

    /// One of the constants of an enum, in lower case with `-`.
    public static <E extends Enum<E>> Setting<E> choice(String key, Class<E> type, E fallback, String meaning) {
        String choices = Stream.of(type.getEnumConstants()).map(Setting::word).collect(Collectors.joining(", "));
        return new Setting<>(
                key,
                word(fallback),
                "one of " + choices,
                meaning,
                false,
                value -> Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /// Words between commas; none for an empty text.
    public static Setting<List<String>> list(String key, String fallback, String meaning) {
        return new Setting<>(key, fallback, "words between commas", meaning, false, Setting::words);
    }

    /// Names between commas, all different, that can be a part of keys; none for an empty text.
    ///
    /// @param taken names that nothing else may have
    public static Setting<List<String>> names(String key, Set<String> taken, String meaning) {
        return new Setting<>(
                key, "", "different names such as work or my-company, between commas", meaning, false, value -> {
                    var names = words(value);
                    if (Set.copyOf(names).size() < names.size()
                            || names.stream()
                                    .anyMatch(name -> !NAME.matcher(name).matches() || taken.contains(name))) {
                        throw new IllegalArgumentException(value);
                    }
                    return names;
                });
    }

    private static List<String> words(String value) {
        return Stream.of(value.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// The name of the variable that sets it.
    public String variable() {
        return "CATHEDRAL_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<String> present(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(Long.toString(value));
        }
        return value;
    }

    private static URI parseUrl(String value) {
        var url = URI.create(value.replaceFirst("/+$", ""));
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!isHttp || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(value);
        }
        return url;
    }

    private static long parseBytes(String value) {
        var matcher = SIZE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(value);
        }
        int power = matcher.group(2) == null
                ? 0
                : List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(matcher.group(2));
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    }

    private static Duration parseDuration(String value) {
        var matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(value);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
