package dev.templedb.analysis;

import org.jspecify.annotations.Nullable;

/// What the contents of one file say. `docs/guides/file-metadata.md` holds the definitions at length.
///
/// `lines` is always `codeLines + commentLines + blankLines`. All line counts and the complexity of a binary file are
/// 0.
///
/// @param language     the name that GitHub Linguist uses, such as `Java`; null when unknown, and for binary files
/// @param type         one lower-case word for the kind of file, such as `python` or `docker_file`; `text` or `binary`
/// when nothing more is known
/// @param binary       whether the first 8000 bytes hold a NUL, as git decides; text in UTF-16 that begins with a byte
/// order mark is not binary
/// @param bytes        size of the file in bytes
/// @param lines        number of line ends (LF, CR LF or CR), plus one when the last line has no end
/// @param codeLines    lines with anything but comments and white space
/// @param commentLines lines with a comment and otherwise only white space
/// @param blankLines   lines with nothing but white space, wherever they stand
/// @param complexity   1 + the decision points outside strings and comments; 0 for a file without code
public record FileFacts(
        @Nullable String language,
        String type,
        boolean binary,
        long bytes,
        long lines,
        long codeLines,
        long commentLines,
        long blankLines,
        long complexity) {

    public FileFacts {
        if (bytes < 0 || codeLines < 0 || commentLines < 0 || blankLines < 0 || complexity < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
        if (lines != codeLines + commentLines + blankLines) {
            throw new IllegalArgumentException("%d lines are not %d of code, %d of comment and %d blank"
                    .formatted(lines, codeLines, commentLines, blankLines));
        }
    }

    /// Share of comment lines among comment and code lines, from 0 to 1; 0 when there are none of either.
    public double commentRatio() {
        return Ratio.of(commentLines, commentLines + codeLines);
    }
}
