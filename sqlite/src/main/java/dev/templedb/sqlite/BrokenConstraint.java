package dev.templedb.sqlite;

import dev.templedb.core.TempleException;
import java.util.Optional;
import org.sqlite.SQLiteException;

/// What a row would have broken, as SQLite says it.
///
/// @param kind    which kind of constraint
/// @param subject the columns (`users.email`, `t.a, t.b`), the name or condition of a CHECK, or what a trigger said;
///                nothing for a reference
public record BrokenConstraint(Kind kind, String subject) {
    /// Kinds of constraints.
    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        NOT_NULL,
        CHECK,
        FOREIGN_KEY,
        /// A value of another type in a STRICT table.
        TYPE,
        /// A trigger objected.
        TRIGGER
    }

    private static final int CONSTRAINT = 19;

    /// The constraint behind a failure; nothing when it failed for another reason.
    public static Optional<BrokenConstraint> of(TempleException failure) {
        return failure.getCause() instanceof SQLiteException cause && (cause.getErrorCode() & 0xff) == CONSTRAINT
                ? Optional.of(read(cause.getResultCode().code >> 8, SqliteErrors.said(cause)))
                : Optional.empty();
    }

    private static BrokenConstraint read(int extended, String said) {
        var kind = switch (extended) {
            case 6, 10 -> Kind.PRIMARY_KEY;
            case 8 -> Kind.UNIQUE;
            case 5 -> Kind.NOT_NULL;
            case 1 -> Kind.CHECK;
            case 3 -> Kind.FOREIGN_KEY;
            case 12 -> Kind.TYPE;
            case 7 -> Kind.TRIGGER;
            default -> byWords(said);
        };
        int colon = said.indexOf("constraint failed: ");
        String subject = colon < 0 ? said : said.substring(colon + "constraint failed: ".length());
        return new BrokenConstraint(kind, kind == Kind.FOREIGN_KEY ? "" : subject);
    }

    private static Kind byWords(String said) {
        if (said.startsWith("UNIQUE")) {
            return Kind.UNIQUE;
        }
        if (said.startsWith("NOT NULL")) {
            return Kind.NOT_NULL;
        }
        if (said.startsWith("CHECK")) {
            return Kind.CHECK;
        }
        return said.startsWith("FOREIGN KEY") ? Kind.FOREIGN_KEY : Kind.TRIGGER;
    }
}
