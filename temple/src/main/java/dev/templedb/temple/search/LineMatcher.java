package dev.templedb.temple.search;

/// Finds what is sought in one line.
interface LineMatcher {
    /// Where the first match begins and ends, as two positions in `content`.
    ///
    /// @return the beginning in the upper half and the end in the lower one; -1 when there is none
    long find(byte[] content, int start, int end);

    /// Whether a content can have a match at all; true when that is not known. Much cheaper than looking at each
    /// line.
    boolean mayMatch(byte[] content, int start, int end);

    /// Begin and end as one number.
    static long span(int begin, int end) {
        return (long) begin << 32 | end;
    }

    /// The matcher for what `query` seeks.
    static LineMatcher of(SearchQuery query) {
        return query.isRegex() || query.ignoreCase() ? new RegexMatcher(query) : new TextMatcher(query.text());
    }
}
