package dev.templedb.cathedral.limits;

/// A token bucket: it holds what may be used in a minute, and is filled up evenly.
///
/// @param key       whose it is, and of what
/// @param unit      what a token of it is
/// @param perMinute how many it holds, which are filled in within a minute; [Long#MAX_VALUE] is no limit
record Bucket(String key, Unit unit, long perMinute) {
    /// What is counted.
    enum Unit {
        REQUESTS("requests"),
        BYTES("bytes");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /// The name in the headers.
        String word() {
            return word;
        }
    }

    boolean isUnlimited() {
        return perMinute == Long.MAX_VALUE;
    }

    /// How much a node takes at once from what all share, so that few requests need the database.
    long slice() {
        return Math.max(1, perMinute / 20);
    }
}
