package dev.templedb.temple.search;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds matches of a regular expression in time that grows with the line alone, whatever the expression: RE2 has no
/// back references and never tries again. It takes some 50 ns a byte, so that lines without any of the words that a
/// match
/// needs are passed over, and those that an [automaton][LineAutomaton] does not take.
final class RegexMatcher implements LineMatcher {
    private final Pattern pattern;
    /// Each line that matches has one of these.
    private final @Nullable WordsMatcher words;

    private final @Nullable LineAutomaton automaton;

    /// @throws TempleException with `USAGE` when the text is no regular expression
    RegexMatcher(SearchQuery query) {
        if (query.isRegex() && RegexSize.isTooLarge(query.text())) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "The regular expression is too large: with its counts written out it has more than %,d parts."
                            .formatted(RegexSize.LARGEST));
        }
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
        this.words = Need.of(query).map(Need::words).orElse(List.of()).stream()
                .flatMap(set -> WordsMatcher.of(set, query.mayIgnoreCase()).stream())
                .findFirst()
                .orElse(null);
        var part = query.isRegex() ? RegexParser.parse(query.text()) : Optional.of(RegexParser.literal(query.text()));
        this.automaton = part.flatMap(whole -> LineAutomaton.of(whole, query.mayIgnoreCase()))
                .orElse(null);
    }

    @Override
    public long find(byte[] content, int start, int end) {
        if (automaton != null && automaton.next(content, start, end) < 0) {
            return -1;
        }
        var matcher = pattern.matcher(Arrays.copyOfRange(content, start, end));
        return matcher.find() ? LineMatcher.span(start + matcher.start(), start + matcher.end()) : -1;
    }

    @Override
    public int next(byte[] content, int start, int end) {
        return words != null
                ? words.next(content, start, end)
                : automaton != null ? automaton.next(content, start, end) : start < end ? start : -1;
    }
}
