package dev.templedb.temple.search;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says which files are more likely to be what somebody sought: first by their names alone, then by their lines.
final class Ranking {
    private static final Pattern TEST =
            Pattern.compile("(^|[/_.-])(tests?|specs?|__tests__)([/_.-]|$)|Tests?\\.[a-z]+$");
    private static final Pattern MADE = Pattern.compile(
            "(^|/)(node_modules|vendor|third_party|dist|build|target|generated)/|\\.min\\.|[.-]lock(\\.|$)|\\.(svg|map)$");

    private final @Nullable String name;

    Ranking(SearchQuery query) {
        this.name = query.isRegex() ? null : query.text().toLowerCase(Locale.ROOT);
    }

    /// What the name of a file says: from -4 to 9.
    double ofName(String path, @Nullable String language) {
        double score = language == null ? 0 : 1;
        if (name != null) {
            String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            int dot = file.lastIndexOf('.');
            boolean isName =
                    file.equals(name) || dot > 0 && file.substring(0, dot).equals(name);
            score += isName ? 8 : file.contains(name) ? 4 : 0;
        }
        score -= TEST.matcher(path).find() ? 1 : 0;
        score -= MADE.matcher(path).find() ? 4 : 0;
        return score;
    }

    /// What its lines add: more than 0 and less than 9.
    static double ofLines(ContentLines.Found found) {
        return (found.isDefined() ? 5 : 0)
                + (found.hasWord() ? 2 : 0)
                + Math.min(1.5, Math.log10((double) found.matches()) * 0.5 + 0.01);
    }
}
