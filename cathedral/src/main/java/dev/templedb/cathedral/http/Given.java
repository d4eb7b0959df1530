package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks what a request gives: that it is there, that it is not too long, that it is text that can be kept.
public final class Given {
    /// The longest name, in characters.
    public static final int NAME = 255;
    /// The longest description, in characters.
    public static final int TEXT = 10_000;
    /// The longest release notes and keys, in characters.
    public static final int LONG_TEXT = 100_000;

    private static final int LARGEST_OBJECT = 64 * 1024;

    private Given() {}

    /// The body, which must be there.
    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw invalid("The request needs a body: a JSON object.");
        }
        return body;
    }

    /// A value that must be there.
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw invalid("The field %s is missing.".formatted(field));
        }
        return value;
    }

    /// A text that must be there and not be blank.
    public static String text(String field, @Nullable String value, int longest) {
        String text = required(field, optional(field, value, longest)).strip();
        if (text.isEmpty()) {
            throw invalid("The field %s is empty.".formatted(field));
        }
        return text;
    }

    /// A text that may be left out.
    public static @Nullable String optional(String field, @Nullable String value, int longest) {
        if (value == null) {
            return null;
        }
        if (value.length() > longest) {
            throw invalid("The field %s is longer than %d characters.".formatted(field, longest));
        }
        if (value.codePoints().anyMatch(point -> isUnfit(point))) {
            throw invalid("The field %s has control characters or broken ones in it.".formatted(field));
        }
        return value;
    }

    private static boolean isUnfit(int point) {
        return (point < ' ' && point != '\n' && point != '\r' && point != '\t')
                || point == 0x7f
                || Character.getType(point) == Character.SURROGATE;
    }

    /// A web address that may be left out: `http` or `https`, so that nobody can make others run scripts.
    public static @Nullable String address(String field, @Nullable String value) {
        String text = optional(field, value, 2048);
        if (text == null || text.isEmpty()) {
            return text;
        }
        if (!text.matches("https?://[^\\s\"<>]+")) {
            throw invalid("The field %s is no address that begins with http:// or https://.".formatted(field));
        }
        return text;
    }

    /// The address of a repository, which may also be one of git's.
    public static @Nullable String repository(String field, @Nullable String value) {
        String text = optional(field, value, 2048);
        if (text == null || text.isEmpty()) {
            return text;
        }
        if (!text.matches("(https?|ssh|git)://[^\\s\"<>]+|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[^\\s\"<>]+")) {
            throw invalid("The field %s is no address of a git repository.".formatted(field));
        }
        return dev.templedb.core.Addresses.withoutCredentials(text);
    }

    /// A list that may be left out, with no more than `most` items and none of them null.
    public static @Nullable List<String> list(String field, @Nullable List<String> values, int most) {
        if (values == null) {
            return null;
        }
        if (values.size() > most) {
            throw invalid("The field %s has more than %d items.".formatted(field, most));
        }
        for (int i = 0; i < values.size(); i++) {
            required(field, optional(field, values.get(i), NAME));
        }
        return List.copyOf(values);
    }

    /// An object that programs keep, which may be left out.
    public static @Nullable Map<String, Object> object(String field, @Nullable Map<String, Object> value) {
        if (value == null) {
            return null;
        }
        String text = dev.templedb.cathedral.sql.Json.write(value);
        if (text.length() > LARGEST_OBJECT) {
            throw invalid("The field %s is larger than 64 KiB.".formatted(field));
        }
        if (text.contains("\\u0000")) {
            throw invalid("The field %s has control characters in it.".formatted(field));
        }
        return value;
    }

    /// What a request is refused with.
    public static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
