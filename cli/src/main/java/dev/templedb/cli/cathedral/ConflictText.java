package dev.templedb.cli.cathedral;

import dev.templedb.core.Printable;
import dev.templedb.temple.exchange.JoinConflict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a conflict is about, for people.
final class ConflictText {
    private static final int LONGEST = 200;

    private ConflictText() {}

    static String of(JoinConflict conflict) {
        return "%s: here %s, there %s."
                .formatted(
                        Printable.text(conflict.item()),
                        said(value(conflict, conflict.ours())),
                        said(value(conflict, conflict.theirs())));
    }

    private static String said(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    /// One side's value: null when it was removed; secrets and what is no text are not shown.
    static @Nullable String value(JoinConflict conflict, Optional<byte[]> side) {
        if (side.isEmpty()) {
            return null;
        }
        if (conflict.item().startsWith("secrets/")) {
            return "encrypted";
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(side.get()))
                    .toString();
            return Printable.text(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
        } catch (CharacterCodingException noText) {
            return "%d bytes".formatted(side.get().length);
        }
    }
}
