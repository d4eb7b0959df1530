package dev.templedb.temple.search;

/// Finds what is sought in one line.
interface LineMatcher {
    /// Where the first match begins and ends, as two positions in `content`.
    ///
    /// @param start where the line begins
    /// @param end   where it ends, without its line end
    /// @return the beginning in the upper half and the end in the lower one; -1 when there is none
    long find(byte[] content, int start, int end);

    /// A position in the first line that can have a match at all, from the beginning of a line at `start` on; -1
    /// when
    /// there is none. Much cheaper than looking at each line.
    int next(byte[] content, int start, int end);

    /// Begin and end as one number.
    static long span(int begin, int end) {
        return (long) begin << 32 | end;
    }

    /// The matcher for what `query` seeks.
    static LineMatcher of(SearchQuery query) {
        return query.isRegex() || query.ignoreCase() ? new RegexMatcher(query) : new TextMatcher(query.text());
    }
}
