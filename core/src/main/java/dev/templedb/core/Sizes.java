package dev.templedb.core;

/// Numbers of bytes for people.
public final class Sizes {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Sizes() {}

    /// A size such as `999 B`, `1.2 MB` or `35 GB`; a kB is 1000 bytes.
    public static String text(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        int unit = 0;
        long tenths = (bytes + 50) / 100;
        while (tenths >= 10_000 && unit < UNITS.length - 1) {
            tenths = (tenths + 500) / 1000;
            unit++;
        }
        String number = tenths >= 100 ? Long.toString((tenths + 5) / 10) : tenths / 10 + "." + tenths % 10;
        return number + " " + UNITS[unit];
    }
}
