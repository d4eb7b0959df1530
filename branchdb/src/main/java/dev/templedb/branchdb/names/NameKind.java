package dev.templedb.branchdb.names;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is named, and so which names are valid.
///
/// Names of databases, branches and tenants are lower case, with digits, `-` and `_` inside; those of tables, columns
/// and what belongs to them begin with a letter and have no `-`. No name is longer than 63 characters, begins or ends
/// with a `-` or `_`, or has two of them in a row. Immutable and cheap: a check takes well under a microsecond.
public enum NameKind {
    DATABASE("database", true),
    BRANCH("branch", true),
    TENANT("tenant", true),
    TABLE("table", false),
    COLUMN("column", false),
    VIEW("view", false),
    INDEX("index", false),
    TRIGGER("trigger", false);

    /// The most characters that a name may have.
    public static final int MAX_LENGTH = 63;

    private static final Pattern OF_PLACES = Pattern.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*");
    private static final Pattern OF_SQL = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*(?:_[a-zA-Z0-9]+)*");
    private static final Pattern UPWARDS = Pattern.compile("\\.\\.|[~/\\\\\\p{Cntrl}]");
    private static final Pattern OF_DEVICES = Pattern.compile("con|prn|aux|nul|com[1-9]|lpt[1-9]");
    private static final Set<String> OF_SYSTEM = Set.of("sqlite_", "__");

    private final String noun;
    private final boolean isPlace;

    NameKind(String noun, boolean isPlace) {
        this.noun = noun;
        this.isPlace = isPlace;
    }

    /// What is named, in a word for a sentence, such as `branch`.
    public String noun() {
        return noun;
    }

    /// Returns `name` when it is valid.
    ///
    /// @throws TempleException with `DATABASE_NAME_INVALID` and the reason, or `DATABASE_NAME_RESERVED` for the
    /// names
    ///         of devices (`con`, `nul`, `com1`) and for those that begin with `__` or `sqlite_`
    public String require(String name) {
        if (name.isEmpty()) {
            throw invalid("A %s name cannot be empty.".formatted(noun));
        }
        if (UPWARDS.matcher(name).find()) {
            throw invalid(
                    "The %s name %s is a security violation: it has characters that mean another place to the system."
                            .formatted(noun, quoted(name)));
        }
        if (OF_SYSTEM.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
            throw reserved("The %s name %s is reserved: names that begin with __ or sqlite_ belong to the system."
                    .formatted(noun, quoted(name)));
        }
        if (name.length() > MAX_LENGTH) {
            throw invalid("The %s name %s... has %d characters; at most %d are allowed."
                    .formatted(noun, quoted(name.substring(0, 20)), name.length(), MAX_LENGTH));
        }
        if (isPlace && !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw invalid("The %s name %s must be lower case%s.".formatted(noun, quoted(name), suggestion(name)));
        }
        if (!(isPlace ? OF_PLACES : OF_SQL).matcher(name).matches()) {
            throw invalid("The %s name %s is not valid: %s%s.".formatted(noun, quoted(name), rule(), suggestion(name)));
        }
        if (isPlace && OF_DEVICES.matcher(name).matches()) {
            throw reserved("The %s name %s is a reserved name on some systems.".formatted(noun, quoted(name)));
        }
        return name;
    }

    /// The nearest name of a database, branch or tenant that could stand for `text`: lower case, blanks as `-`,
    /// what is not allowed left out. Empty when nothing is left.
    public static String clean(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "-")
                .replaceAll("[^a-z0-9_-]", "")
                .replaceAll("([-_])[-_]+", "$1")
                .replaceAll("^[-_]+|[-_]+$", "");
    }

    private String rule() {
        return isPlace
                ? "it may have a-z, 0-9 and single - or _ between them"
                : "it must begin with a letter and may have letters, digits and single _ between them";
    }

    private String suggestion(String name) {
        String clean = isPlace ? clean(name) : "";
        return clean.isEmpty() || clean.equals(name) ? "" : "; use " + clean;
    }

    private static String quoted(String name) {
        return "'" + Printable.text(name) + "'";
    }

    private static TempleException invalid(String sentence) {
        return new TempleException(ErrorCode.DATABASE_NAME_INVALID, sentence);
    }

    private static TempleException reserved(String sentence) {
        return new TempleException(ErrorCode.DATABASE_NAME_RESERVED, sentence);
    }
}
