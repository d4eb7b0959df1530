package dev.templedb.temple.search;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Arrays;

/// Finds matches of a regular expression in time that grows with the line alone, whatever the expression: RE2 has no
/// back references and never tries again.
final class RegexMatcher implements LineMatcher {
    private final Pattern pattern;

    /// @throws TempleException with `USAGE` when the text is no regular expression
    RegexMatcher(SearchQuery query) {
        String expression = query.isRegex() ? query.text() : Pattern.quote(query.text());
        try {
            this.pattern = Pattern.compile(expression, query.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException malformed) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a regular expression that can be searched for: %s. The syntax is RE2's, without back"
                                    .formatted(Printable.text(query.text()), Printable.text(malformed.getDescription()))
                            + " references.",
                    malformed);
        }
    }

    @Override
    public long find(byte[] content, int start, int end) {
        var matcher = pattern.matcher(Arrays.copyOfRange(content, start, end));
        return matcher.find() ? LineMatcher.span(start + matcher.start(), start + matcher.end()) : -1;
    }

    @Override
    public boolean mayMatch(byte[] content, int start, int end) {
        return true;
    }
}
