package dev.templedb.packages.dotenv;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Reads and writes files of variables. What is written reads back as it was, for every value without NUL.
///
/// | form | meaning |
/// |---|---|
/// | `NAME=value # comment` | up to white space and `#`, without the white space around it |
/// | `NAME='value'` | as it stands, over several lines too; only `\'` and `\\` stand for one character |
/// | `NAME="value"` | over several lines too; `\n \r \t \f \b \v \a \" \' \\` are escapes, other backslashes stand for
/// themselves |
/// | `` NAME=`value` `` | as it stands, over several lines too |
/// | `export NAME=…`, `NAME: …` | the same |
///
/// The last of several assignments to a name counts.
public final class Dotenv {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /// Values that every reader takes as they stand, without quotes.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

    private Dotenv() {}

    /// Whether a variable may have this name.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether a shell can have a variable of this name. Other programs allow dots and dashes too.
    public static boolean isShellName(String name) {
        return SHELL_NAME.matcher(name).matches();
    }

    /// Reads the variables of `text`, in the order of their first assignment.
    ///
    /// @throws InvalidDotenv when a line is neither an assignment nor a comment, or a quote does not end
    public static SequencedMap<String, String> parse(String text) throws InvalidDotenv {
        return new DotenvReader(text).read();
    }

    /// Writes `variables` in their order, a line each unless a value has several.
    ///
    /// @throws IllegalArgumentException when a name is not allowed or a value holds NUL
    public static String write(Map<String, String> variables) {
        var text = new StringBuilder();
        new LinkedHashMap<>(variables).forEach((name, value) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException("not the name of a variable");
            }
            text.append(name).append('=').append(quoted(value)).append('\n');
        });
        return text.toString();
    }

    /// Single quotes come first, because nobody looks into them: no shell expands `$` there. Readers differ on a
    /// backslash before a quote or another backslash, and on a carriage return, so those go into double quotes.
    private static String quoted(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a variable cannot hold NUL");
        }
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        if (value.indexOf('\'') < 0 && value.indexOf('\r') < 0 && !value.contains("\\\\") && !value.endsWith("\\")) {
            return "'" + value + "'";
        }
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
