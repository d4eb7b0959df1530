package dev.templedb.cli.databases;

import dev.templedb.branchdb.rows.RowConflict;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.rows.RowResolution;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How people decide conflicts of rows: the option `--resolve`.
final class RowResolutions {
    static final int SHOWN = 10;

    private RowResolutions() {}

    /// @param sides what `ours` and `theirs` mean
    static Value<String[]> option(Usage usage, String sides) {
        return usage.options(
                "--resolve",
                "HOW",
                ("How conflicts are resolved: %s for all, CONFLICT=ours, =theirs, =VALUE or =:null for one;"
                                + " may be repeated.")
                        .formatted(sides));
    }

    /// What was said of all conflicts, and of single ones by their names.
    ///
    /// @param conflicts those that would be met now
    /// @throws TempleException with `USAGE`, or `RESOLUTION_UNUSED` for a conflict that is not met
    static RowDecisions decide(String[] given, Supplier<List<RowConflict>> conflicts) {
        var ofAll = Optional.<RowResolution>empty();
        var ofOne = new LinkedHashMap<String, RowResolution>();
        for (var each : given) {
            int equals = each.lastIndexOf('=');
            if (equals > 0) {
                ofOne.put(each.substring(0, equals), resolution(each.substring(equals + 1)));
            } else if (each.equals("ours") || each.equals("theirs")) {
                ofAll = Optional.of(resolution(each));
            } else {
                throw new TempleException(
                        ErrorCode.USAGE,
                        "\"%s\" is no resolution; use ours, theirs, or CONFLICT=HOW, such as acme/orders/o1/total=theirs."
                                .formatted(Printable.text(each)));
            }
        }
        if (ofOne.isEmpty()) {
            return new RowDecisions(Map.of(), ofAll);
        }
        var met = conflicts.get();
        var byPlace = new LinkedHashMap<RowConflict.Place, RowResolution>();
        ofOne.forEach((name, how) -> byPlace.put(
                met.stream()
                        .map(RowConflict::place)
                        .filter(place -> place.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unmet(name, met)),
                how));
        return new RowDecisions(byPlace, ofAll);
    }

    private static RowResolution resolution(String how) {
        return switch (how) {
            case "ours" -> RowResolution.OURS;
            case "theirs" -> RowResolution.THEIRS;
            default -> new RowResolution.Value(how.equals(":null") ? null : how);
        };
    }

    private static TempleException unmet(String name, List<RowConflict> met) {
        var names = met.stream().limit(SHOWN).map(each -> each.place().name()).toList();
        return new TempleException(
                ErrorCode.RESOLUTION_UNUSED,
                "No conflict is called %s; there %s."
                        .formatted(
                                Printable.text(name),
                                names.isEmpty()
                                        ? "are none"
                                        : "are %s%s"
                                                .formatted(
                                                        Printable.text(String.join(", ", names)),
                                                        met.size() > SHOWN ? " and more" : "")));
    }
}
