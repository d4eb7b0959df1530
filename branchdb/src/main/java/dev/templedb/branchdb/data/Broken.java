package dev.templedb.branchdb.data;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.BrokenConstraint;
import org.jspecify.annotations.Nullable;

/// Says in words what a row would have broken.
final class Broken {
    private Broken() {}

    /// The failure as people are told it; `failure` itself when no row broke anything.
    static TempleException translate(TempleException failure) {
        return translate(failure, null);
    }

    /// @param id the row that was to be written, when there was one
    static TempleException translate(TempleException failure, @Nullable Object id) {
        return failure.code() == ErrorCode.INTERNAL
                ? BrokenConstraint.of(failure)
                        .map(broken -> said(broken, id, failure))
                        .orElse(failure)
                : failure;
    }

    private static TempleException said(BrokenConstraint broken, @Nullable Object id, TempleException cause) {
        String subject = broken.subject();
        return switch (broken.kind()) {
            case PRIMARY_KEY ->
                new TempleException(
                        ErrorCode.ROW_EXISTS,
                        id == null
                                ? "A row with the same %s already exists.".formatted(subject)
                                : "The row with the id '%s' already exists (%s).".formatted(id, subject),
                        cause);
            case UNIQUE ->
                new TempleException(
                        ErrorCode.ROW_NOT_UNIQUE,
                        "Another row has the same value already, and it must be unique: %s.".formatted(subject),
                        cause);
            case NOT_NULL ->
                new TempleException(ErrorCode.ROW_INVALID, "The column %s needs a value.".formatted(subject), cause);
            case CHECK ->
                new TempleException(
                        ErrorCode.ROW_INVALID, "The row breaks the condition %s.".formatted(subject), cause);
            case FOREIGN_KEY ->
                new TempleException(
                        ErrorCode.ROW_REFERENCE_BROKEN,
                        "A row would refer to one that does not exist, or rows still refer to this one.",
                        cause);
            case TYPE, TRIGGER ->
                new TempleException(ErrorCode.ROW_INVALID, "The row was refused: %s.".formatted(subject), cause);
        };
    }
}
