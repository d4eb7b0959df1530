package dev.templedb.temple.search;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.List;

/// What is sought, and where.
///
/// @param text       what a line must have: this text exactly, or a match of this regular expression
/// @param isRegex    whether `text` is a regular expression in the syntax of RE2
/// @param ignoreCase whether upper and lower case are the same
/// @param projects   slugs of the only projects to look into; all when empty
/// @param paths      globs as in a `.gitignore`, of the only paths to look into; all when there is none but with `!`
/// @param languages  names of the only languages to look into, in any case; all when empty
/// @param context    how many lines to show before and after each
/// @param history    whether every version of every file is looked into, and not only the files of `HEAD`
/// @param limit      most files in the result
public record SearchQuery(
        String text,
        boolean isRegex,
        boolean ignoreCase,
        List<String> projects,
        List<String> paths,
        List<String> languages,
        int context,
        boolean history,
        int limit) {
    private static final int MOST_CONTEXT = 1000;
    private static final int LONGEST_TEXT = 10_000;

    /// Checks and copies what it is given.
    ///
    /// @throws TempleException with `USAGE` when nothing is sought, more than one line, or a very long text
    public SearchQuery {
        if (text.isEmpty() || text.indexOf('\n') >= 0) {
            throw new TempleException(ErrorCode.USAGE, "What is sought must be a part of one line, and not empty.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new TempleException(
                    ErrorCode.USAGE, "What is sought has more than %,d characters.".formatted(LONGEST_TEXT));
        }
        if (context < 0 || context > MOST_CONTEXT) {
            throw new TempleException(ErrorCode.USAGE, "Context is 0 to %d lines.".formatted(MOST_CONTEXT));
        }
        projects = List.copyOf(projects);
        paths = List.copyOf(paths);
        languages = List.copyOf(languages);
    }

    /// Whether the letters of `text` may be found in another case. Flags within an expression, such as `(?i)`, are
    /// not
    /// followed: then they may.
    boolean mayIgnoreCase() {
        return ignoreCase || isRegex && text.contains("(?");
    }

    /// Looks for `text` in the files of `HEAD` of all projects.
    public static SearchQuery of(String text) {
        return new SearchQuery(text, false, false, List.of(), List.of(), List.of(), 0, false, 20);
    }
}
