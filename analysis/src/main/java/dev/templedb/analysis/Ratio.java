package dev.templedb.analysis;

/// Division that has an answer for nothing at all.
final class Ratio {
    private Ratio() {}

    /// Returns `part / whole`, or 0 when `whole` is 0.
    static double of(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
