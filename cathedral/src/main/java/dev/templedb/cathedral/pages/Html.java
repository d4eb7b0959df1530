package dev.templedb.cathedral.pages;

import java.util.Collection;

/// A piece of HTML. Text becomes a part of one only by being escaped.
///
/// @param markup well-formed, everything that somebody has given escaped
public record Html(String markup) {
    /// Nothing.
    public static final Html NONE = new Html("");

    private static final String HOLE = "{}";

    /// Markup with a part in place of each `{}`: another piece as it is, anything else escaped.
    ///
    /// @param markup is written in the program, and has its attributes in double quotes
    public static Html of(String markup, Object... parts) {
        var whole = new StringBuilder();
        int from = 0;
        for (Object part : parts) {
            int hole = markup.indexOf(HOLE, from);
            if (hole < 0) {
                throw new IllegalArgumentException("more parts than places");
            }
            whole.append(markup, from, hole);
            whole.append(part instanceof Html html ? html.markup() : escape(part.toString()));
            from = hole + HOLE.length();
        }
        if (markup.indexOf(HOLE, from) >= 0) {
            throw new IllegalArgumentException("more places than parts");
        }
        return new Html(whole.append(markup, from, markup.length()).toString());
    }

    /// Pieces one behind another.
    public static Html join(Collection<Html> pieces) {
        return new Html(String.join("", pieces.stream().map(Html::markup).toList()));
    }

    private static String escape(String text) {
        var safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isUnfit(letter) ? '\uFFFD' : letter);
            }
        }
        return safe.toString();
    }

    /// Control characters, and those that turn the direction of what follows.
    private static boolean isUnfit(char letter) {
        return (Character.isISOControl(letter) && letter != '\n' && letter != '\t')
                || (letter >= '\u202A' && letter <= '\u202E')
                || (letter >= '\u2066' && letter <= '\u2069');
    }
}
