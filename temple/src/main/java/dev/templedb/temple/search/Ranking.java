package dev.templedb.temple.search;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says which files are more likely to be what somebody sought: first by their names alone, then by their lines.
final class Ranking {
    private static final Pattern TEST =
            Pattern.compile("(^|[/_.-])(tests?|specs?|__tests__)([/_.-]|$)|Tests?\\.[a-z]+$");
    /// Directories of what programs made, or others.
    private static final List<String> MADE = List.of(
            "/node_modules/", "/vendor/", "/third_party/", "/dist/", "/build/", "/target/", "/generated/", ".min.");
    private static final Pattern MADE_NAME = Pattern.compile("[.-]lock(\\.|$)|\\.(svg|map)$");

    /// Languages for reading, and for data: what looks like a definition there is a sentence or an example.
    private static final Set<String> NO_CODE = Set.of(
            "AsciiDoc",
            "BibTeX",
            "CSV",
            "Diff",
            "Gettext Catalog",
            "HTML",
            "INI",
            "JSON",
            "JSON with Comments",
            "JSON5",
            "Java Properties",
            "MDX",
            "Markdown",
            "Org",
            "Roff",
            "SVG",
            "TOML",
            "TSV",
            "TeX",
            "Text",
            "XML",
            "YAML",
            "reStructuredText");

    private final @Nullable String name;

    Ranking(SearchQuery query) {
        this.name = query.isRegex() ? null : query.text().toLowerCase(Locale.ROOT);
    }

    /// What the name of a file says: from -4 to 9.
    double ofName(String path, @Nullable String language) {
        double score = isCode(language) ? 1 : language == null ? 0 : 0.5;
        if (name != null) {
            String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            int dot = file.lastIndexOf('.');
            boolean isName =
                    file.equals(name) || dot > 0 && file.substring(0, dot).equals(name);
            score += isName ? 8 : file.contains(name) ? 4 : 0;
        }
        score -= isTest(path) ? 1 : 0;
        score -= isMade(path) ? 4 : 0;
        return score;
    }

    private static boolean isCode(@Nullable String language) {
        return language != null && !NO_CODE.contains(language);
    }

    /// Expressions cost more than all else here, so they are tried only where they can match.
    private static boolean isTest(String path) {
        return (path.contains("test") || path.contains("spec") || path.contains("Test"))
                && TEST.matcher(path).find();
    }

    private static boolean isMade(String path) {
        var rooted = "/" + path;
        for (var part : MADE) {
            if (rooted.contains(part)) {
                return true;
            }
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        return (last.contains("lock") || last.endsWith(".svg") || last.endsWith(".map"))
                && MADE_NAME.matcher(last).find();
    }

    /// What its lines add: more than 0 and less than 9.
    static double ofLines(ContentLines.Found found, @Nullable String language) {
        return (found.isDefined() && isCode(language) ? 5 : 0)
                + (found.hasWord() ? 2 : 0)
                + Math.min(1.5, Math.log10((double) found.matches()) * 0.5 + 0.01);
    }
}
