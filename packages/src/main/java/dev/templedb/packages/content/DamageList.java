package dev.templedb.packages.content;

import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is wrong with the parts of a package, in the order in which it was found. Keeps a hundred names and counts the
/// rest.
public final class DamageList {
    private static final int MOST_NAMED = 100;

    private final List<String> parts = new ArrayList<>();
    private @Nullable TempleException first;
    private long count;

    /// Notes that `part` has a problem.
    public void add(String part, TempleException problem) {
        if (first == null) {
            first = problem;
        }
        if (count++ < MOST_NAMED) {
            parts.add(Printable.text(part));
        }
    }

    /// `problem`, with the names of all parts that have one.
    public TempleException withFirst(TempleException problem) {
        return count < 2 ? problem : describe(problem);
    }

    /// The first problem, with the names of all parts that have one; nothing when there is none.
    public Optional<TempleException> asError() {
        return Optional.ofNullable(first).map(this::withFirst);
    }

    private TempleException describe(TempleException one) {
        var more = count > parts.size() ? " and %d more".formatted(count - parts.size()) : "";
        return new TempleException(
                one.code(),
                "%s In all %d parts are damaged: %s%s."
                        .formatted(one.getMessage(), count, String.join(", ", parts), more),
                one);
    }
}
