package dev.templedb.branchdb.merge;

import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Decides between two forms of one thing, and keeps account of conflicts.
final class Decisions {
    private final Map<String, Resolution> resolutions;
    private final Map<String, MergeConflict> open = new LinkedHashMap<>();
    private final Map<String, MergeConflict> resolved = new LinkedHashMap<>();

    Decisions(Map<String, Resolution> resolutions) {
        this.resolutions = resolutions;
    }

    List<MergeConflict> open() {
        return new ArrayList<>(open.values());
    }

    List<MergeConflict> resolved() {
        return new ArrayList<>(resolved.values());
    }

    /// Whether there is a conflict of this entity without a resolution.
    boolean isOpen(String entity) {
        return open.containsKey(entity);
    }

    /// How a form is written as JSON, and read when it is given by hand.
    record Form<T>(Function<T, Json> writer, Function<Json, T> reader) {
        Json json(@Nullable T value) {
            return value == null ? Json.NULL : writer.apply(value);
        }
    }

    /// The form that both sides agree on, or that a resolution chooses, or ours; null for none.
    <T> @Nullable T between(String entity, Form<T> form, @Nullable T base, @Nullable T ours, @Nullable T theirs) {
        if (Objects.equals(ours, theirs) || Objects.equals(base, theirs)) {
            return ours;
        }
        if (Objects.equals(base, ours)) {
            return theirs;
        }
        return conflicting(entity, reason(base, ours, theirs), form, base, ours, theirs);
    }

    /// What a resolution chooses, or ours.
    <T> @Nullable T conflicting(
            String entity, String reason, Form<T> form, @Nullable T base, @Nullable T ours, @Nullable T theirs) {
        return switch (resolution(entity, reason, form.json(base), form.json(ours), form.json(theirs))) {
            case Resolution.Ours() -> ours;
            case Resolution.Theirs() -> theirs;
            case Resolution.ByHand(var given) ->
                given instanceof Json.Null ? null : form.reader().apply(given);
        };
    }

    /// The resolution of a conflict; ours, and the conflict stays open, when there is none.
    Resolution resolution(String entity, String reason, Json base, Json ours, Json theirs) {
        var conflict = new MergeConflict(entity, reason, base, ours, theirs);
        var resolution = resolutions.get(entity);
        if (resolution == null) {
            open.putIfAbsent(entity, conflict);
            return Resolution.OURS;
        }
        resolved.putIfAbsent(entity, conflict);
        return resolution;
    }

    private static String reason(@Nullable Object base, @Nullable Object ours, @Nullable Object theirs) {
        if (base == null) {
            return "made on both sides, each in another form";
        }
        if (ours == null) {
            return "dropped by ours, changed by theirs";
        }
        return theirs == null ? "changed by ours, dropped by theirs" : "changed on both sides";
    }
}
