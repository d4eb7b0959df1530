package dev.templedb.cli.terminal;

/// How many columns of a terminal a text takes.
public final class DisplayWidth {
    private DisplayWidth() {}

    /// Columns, where wide characters take two.
    public static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x300) {
                width++;
            } else {
                int point = text.codePointAt(i);
                width += ofPoint(point);
                i += Character.charCount(point) - 1;
            }
        }
        return width;
    }

    /// The longest beginning of `text` that fits, with `…` in place of what is cut off.
    static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        var kept = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            used += point < 0x300 ? 1 : ofPoint(point);
            if (used > width - 1) {
                break;
            }
            kept.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return kept.append('…').toString();
    }

    private static int ofPoint(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(point) ? 2 : 1;
        };
    }

    /// East Asian wide and full-width characters, and emoji.
    private static boolean isWide(int point) {
        return point >= 0x1100
                && (point <= 0x115f
                        || point >= 0x2e80 && point <= 0x303e
                        || point >= 0x3041 && point <= 0xa4cf
                        || point >= 0xac00 && point <= 0xd7a3
                        || point >= 0xf900 && point <= 0xfaff
                        || point >= 0xfe30 && point <= 0xfe6f
                        || point >= 0xff00 && point <= 0xff60
                        || point >= 0xffe0 && point <= 0xffe6
                        || point >= 0x1f300 && point <= 0x1f64f
                        || point >= 0x1f680 && point <= 0x1f6ff
                        || point >= 0x1f900 && point <= 0x1f9ff
                        || point >= 0x20000 && point <= 0x3fffd);
    }
}
