package dev.templedb.cli.terminal;

/// Colours and weights of text on a terminal; nothing elsewhere.
///
/// @param isOn whether the text may be styled
public record Style(boolean isOn) {
    public String bold(String text) {
        return wrap(text, "1");
    }

    public String dim(String text) {
        return wrap(text, "2");
    }

    public String red(String text) {
        return wrap(text, "31");
    }

    public String green(String text) {
        return wrap(text, "32");
    }

    public String cyan(String text) {
        return wrap(text, "36");
    }

    public String yellow(String text) {
        return wrap(text, "33");
    }

    /// One of six colours; numbers that differ by six have the same.
    public String color(String text, int number) {
        return wrap(text, Integer.toString(31 + Math.floorMod(number, 6)));
    }

    private String wrap(String text, String code) {
        return isOn ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
