package dev.templedb.cathedral.pages;

import dev.templedb.cathedral.http.Problems;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.Objects;

/// How a page says that something is refused.
///
/// @param status   of HTTP
/// @param sentence for the person; empty for nothing
public record Refusal(int status, String sentence) {
    /// Nothing is refused.
    public static final Refusal NONE = new Refusal(200, "");

    /// What a service has thrown. What went wrong in the server itself is thrown on.
    public static Refusal of(TempleException thrown) {
        var kind = thrown.code().kind();
        if (kind == ErrorCode.Kind.INTERNAL || kind == ErrorCode.Kind.UNAVAILABLE) {
            throw thrown;
        }
        String sentence =
                Objects.requireNonNullElse(thrown.getMessage(), thrown.code().name());
        return new Refusal(
                Problems.status(kind),
                "%s (%s)".formatted(sentence, thrown.code().id()));
    }
}
