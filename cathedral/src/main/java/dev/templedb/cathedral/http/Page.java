package dev.templedb.cathedral.http;

import dev.templedb.api.PageJson;
import dev.templedb.core.TempleException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for.
///
/// A cursor holds the keys of the last item that was sent, so that a list goes on where it stopped, whatever is added
/// or removed meanwhile.
///
/// @param limit at most so many items, 1 to 100
/// @param after the keys of the item before; empty for the beginning
public record Page(int limit, List<String> after) {
    private static final int USUAL = 30;
    private static final int MOST = 100;
    private static final int LONGEST_CURSOR = 2000;
    private static final String BETWEEN = "\n";

    /// Reads the parameters `limit` and `cursor`; `keys` is how many keys a cursor of this list has.
    ///
    /// @throws TempleException with `REQUEST_INVALID` for others than this server gave
    public static Page of(@Nullable Integer limit, @Nullable String cursor, int keys) {
        int items = limit == null ? USUAL : limit;
        if (items < 1 || items > MOST) {
            throw Given.invalid("The parameter limit is a number from 1 to 100.");
        }
        return new Page(items, cursor == null || cursor.isEmpty() ? List.of() : decode(cursor, keys));
    }

    private static List<String> decode(String cursor, int keys) {
        if (cursor.length() <= LONGEST_CURSOR) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor);
                var after = List.of(new String(bytes, StandardCharsets.UTF_8).split(BETWEEN, -1));
                if (after.size() == keys && after.stream().noneMatch(key -> key.indexOf('\0') >= 0)) {
                    return after;
                }
            } catch (IllegalArgumentException notOurs) {
                // Said below.
            }
        }
        throw strange();
    }

    /// True for the beginning of the list.
    public boolean isFirst() {
        return after.isEmpty();
    }

    /// A key of the item before; null at the beginning.
    public @Nullable String after(int key) {
        return after.isEmpty() ? null : after.get(key);
    }

    /// A key of the item before that is a number; null at the beginning.
    public @Nullable Long numberAfter(int key) {
        String text = after(key);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw strange();
        }
    }

    /// A key of the item before that is a time; null at the beginning.
    public java.time.@Nullable Instant timeAfter(int key) {
        String text = after(key);
        try {
            return text == null ? null : java.time.Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw strange();
        }
    }

    /// A key of the item before that is an id; null at the beginning.
    public java.util.@Nullable UUID idAfter(int key) {
        String text = after(key);
        try {
            return text == null ? null : java.util.UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw strange();
        }
    }

    /// What is thrown for a cursor that this server did not give.
    public static TempleException strange() {
        return Given.invalid("The parameter cursor is none that this list gave.");
    }

    /// The answer for `items`, of which one more than `limit` was looked for, to know whether there are more.
    ///
    /// @param keys the keys of an item
    public <R, T> PageJson<T> answer(List<R> items, Function<R, List<String>> keys, Function<R, T> json) {
        boolean more = items.size() > limit;
        var shown = more ? items.subList(0, limit) : items;
        return new PageJson<>(shown.stream().map(json).toList(), more ? encode(keys.apply(shown.getLast())) : null);
    }

    private static String encode(List<String> keys) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, keys).getBytes(StandardCharsets.UTF_8));
    }
}
