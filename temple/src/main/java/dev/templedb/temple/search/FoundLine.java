package dev.templedb.temple.search;

import java.util.List;

/// A line that has what was sought.
///
/// @param number of the line, from 1
/// @param column where the match begins, in characters from 1
/// @param text   the line, without its end; of a line of more than 2,000 bytes the part around the match
/// @param before the lines before it, as far as they were asked for
/// @param after  the lines after it
public record FoundLine(long number, long column, String text, List<String> before, List<String> after) {
    /// Copies what it is given.
    public FoundLine {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
