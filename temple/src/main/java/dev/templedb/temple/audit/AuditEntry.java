package dev.templedb.temple.audit;

import dev.templedb.core.Sha256;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.time.Instant;
import java.util.Optional;

/// One thing that was done.
///
/// @param seq      its number; 1 is the first, and there are no gaps
/// @param at       when, UTC with milliseconds
/// @param who      the user, a name without a host
/// @param action   what, such as `secret set`
/// @param project  the slug that the project had then; none for what concerns the whole temple
/// @param details  names and numbers, never a value of a secret
/// @param previous the hash of the entry before; zeros for the first
public record AuditEntry(
        long seq, Instant at, String who, String action, Optional<String> project, Json.Obj details, Sha256 previous) {
    /// What comes before the first entry.
    static final Sha256 BEGINNING = Sha256.ofBytes(new byte[Sha256.BYTES]);

    /// The SHA-256 of the entry as canonical JSON (RFC 8785), with the hash of the entry before it.
    public Sha256 hash() {
        return Sha256.of(CanonicalJson.write(Json.Obj.empty()
                .with("seq", seq)
                .with("at", at.toString())
                .with("who", who)
                .with("action", action)
                .with("project", project.orElse(null))
                .with("details", details)
                .with("previous", previous.hex())));
    }

    /// The details as text for people: `name DB_PASSWORD, recipients 2`.
    public String summary() {
        var text = new StringBuilder();
        details.members()
                .forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(name.replace('_', ' '))
                        .append(' ')
                        .append(plain(value)));
        return text.toString();
    }

    private static String plain(Json value) {
        return switch (value) {
            case Json.Str(var text) -> text;
            case Json.Num(var digits) -> digits;
            case Json.Bool(var bool) -> String.valueOf(bool);
            case Json.Arr(var elements) ->
                String.join(" ", elements.stream().map(AuditEntry::plain).toList());
            default -> new String(CanonicalJson.write(value), java.nio.charset.StandardCharsets.UTF_8);
        };
    }
}
