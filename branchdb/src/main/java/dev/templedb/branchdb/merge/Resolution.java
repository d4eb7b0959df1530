package dev.templedb.branchdb.merge;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import java.nio.charset.StandardCharsets;

/// How a conflict is decided.
public sealed interface Resolution {
    /// As the target has it.
    record Ours() implements Resolution {}

    /// As the source has it.
    record Theirs() implements Resolution {}

    /// In a form given by hand: the JSON of a table, column, view, index or trigger; `null` to have none.
    record ByHand(Json form) implements Resolution {}

    /// Reads what a person writes: `ours`, `theirs`, `none`, or the JSON of a form.
    ///
    /// @throws TempleException with `CHANGE_INVALID` for anything else
    static Resolution of(String text) {
        return switch (text) {
            case "ours" -> OURS;
            case "theirs" -> THEIRS;
            case "none" -> new ByHand(Json.NULL);
            default -> {
                try {
                    yield new ByHand(JsonReader.read(text.getBytes(StandardCharsets.UTF_8)));
                } catch (JsonReader.InvalidJson e) {
                    throw new TempleException(
                            ErrorCode.CHANGE_INVALID,
                            "\"%s\" resolves no conflict; use ours, theirs, none, or the JSON of a form."
                                    .formatted(Printable.text(text)),
                            e);
                }
            }
        };
    }

    /// As the target has it.
    Resolution OURS = new Ours();

    /// As the source has it.
    Resolution THEIRS = new Theirs();
}
