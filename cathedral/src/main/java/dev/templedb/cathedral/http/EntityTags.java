package dev.templedb.cathedral.http;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Entity tags: they name the state that a change is made on, so that nobody overwrites what somebody else has
/// changed meanwhile.
public final class EntityTags {
    private EntityTags() {}

    /// The tag of something that was last changed at `changedAt`.
    public static String of(java.util.UUID id, java.time.Instant changedAt) {
        String state = id + " " + changedAt;
        var hash = dev.templedb.core.Sha256.of(state.getBytes(StandardCharsets.UTF_8));
        return "\"" + hash.hex().substring(0, 32) + "\"";
    }

    /// The tag of one way to show the state that `tag` names.
    static String with(String tag, String shown) {
        return tag.substring(0, tag.length() - 1) + "-" + shown + "\"";
    }

    /// True for the tag of the state itself, and for that of any way to show it.
    private static boolean isOf(String given, String tag) {
        return given.equals(tag) || given.startsWith(tag.substring(0, tag.length() - 1) + "-");
    }

    /// Holds the header If-Match, if there is one, against the tag of what is to be changed.
    ///
    /// @throws TempleException with `PRECONDITION_FAILED` when it names another
    public static void match(@Nullable String ifMatch, String tag) {
        if (ifMatch == null || ifMatch.isBlank()) {
            return;
        }
        boolean named =
                Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(one -> one.equals("*") || isOf(one, tag));
        if (!named) {
            throw new TempleException(
                    ErrorCode.PRECONDITION_FAILED, "It has been changed since you read it; nothing was changed.");
        }
    }
}
