package dev.templedb.cathedral.audit;

import dev.templedb.core.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One entry of the audit log, without its hash.
///
/// @param number       counts from 1 without a gap
/// @param user         who did it; null for somebody who was not signed in and for the server
/// @param actor        the user's name at that time
/// @param action       such as `project.create`
/// @param resourceName as it was called then
/// @param metadata     what was changed, without secrets
/// @param createdAt    microsecond precision
/// @param previousHash the hash of the entry before; 64 zeros for the first
public record AuditEntry(
        long number,
        UUID id,
        @Nullable UUID user,
        @Nullable String actor,
        String action,
        @Nullable String resourceType,
        @Nullable UUID resourceId,
        @Nullable String resourceName,
        Map<String, Object> metadata,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable UUID token,
        @Nullable String requestId,
        Instant createdAt,
        String previousHash) {
    /// What the first entry has as the hash before it.
    static final String BEGINNING = "0".repeat(64);

    /// SHA-256 over all fields, each with its length before it.
    String hash() {
        var digest = Sha256.newDigest();
        put(digest, previousHash);
        put(digest, Long.toString(number));
        put(digest, id);
        put(digest, user);
        put(digest, actor);
        put(digest, action);
        put(digest, resourceType);
        put(digest, resourceId);
        put(digest, resourceName);
        put(digest, canonical(metadata));
        put(digest, address);
        put(digest, userAgent);
        put(digest, token);
        put(digest, requestId);
        put(digest, createdAt);
        return Sha256.from(digest).hex();
    }

    private static void put(MessageDigest digest, @Nullable Object field) {
        byte[] bytes = field == null ? new byte[0] : field.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(
                ByteBuffer.allocate(4).putInt(field == null ? -1 : bytes.length).flip());
        digest.update(bytes);
    }

    /// With keys in order, since the database does not keep theirs.
    private static String canonical(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, String>();
                map.forEach((key, inner) -> sorted.put(String.valueOf(key), canonical(inner == null ? "null" : inner)));
                yield sorted.toString();
            }
            case Iterable<?> list -> {
                var text = new StringBuilder("[");
                list.forEach(inner ->
                        text.append(canonical(inner == null ? "null" : inner)).append(','));
                yield text.append(']').toString();
            }
            default -> value.toString().length() + ":" + value;
        };
    }
}
