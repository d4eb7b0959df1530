package dev.templedb.core;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// A short name that is safe in URLs, file names and shells, such as `web-app`. Unique per owner.
///
/// @param text 1 to 100 characters: letters, digits, `.`, `_` and `-`, beginning with a letter or a digit
public record Slug(String text) implements Comparable<Slug> {
    private static final int LONGEST = 100;
    private static final int LONGEST_NAME = 1000;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public Slug {
        if (!FORM.matcher(text).matches() || text.endsWith(".cathedral")) {
            throw new TempleException(
                    ErrorCode.SLUG_INVALID,
                    "\"%s\" cannot be the slug of a project: a slug has 1 to 100 letters, digits, dots, dashes and underscores, and begins with a letter or a digit."
                            .formatted(Printable.text(text)));
        }
    }

    /// The slug that is nearest to a free name such as `My Project!`; `project` when nothing is left of it.
    public static Slug fromName(String name) {
        // The name may come from anywhere and be of any length.
        var begin = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        var plain = Normalizer.normalize(begin, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        var cut = (plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain).replaceAll("(\\.cathedral)+$", "");
        return new Slug(cut.isEmpty() ? "project" : cut);
    }

    @Override
    public int compareTo(Slug other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
