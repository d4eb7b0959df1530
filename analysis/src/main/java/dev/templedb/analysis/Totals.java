package dev.templedb.analysis;

/// Sums over some files.
///
/// @param files        number of files
/// @param bytes        their size in bytes
/// @param lines        all their lines: code, comments and blank ones
/// @param codeLines    see [FileFacts]
/// @param commentLines see [FileFacts]
/// @param blankLines   see [FileFacts]
/// @param complexity   sum of the complexities of the files
public record Totals(
        long files, long bytes, long lines, long codeLines, long commentLines, long blankLines, long complexity) {
    /// The totals of no files.
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    /// The totals of one file.
    public static Totals of(FileFacts file) {
        return new Totals(
                1,
                file.bytes(),
                file.lines(),
                file.codeLines(),
                file.commentLines(),
                file.blankLines(),
                file.complexity());
    }

    /// The totals of the files of both.
    public Totals plus(Totals other) {
        return new Totals(
                files + other.files,
                bytes + other.bytes,
                lines + other.lines,
                codeLines + other.codeLines,
                commentLines + other.commentLines,
                blankLines + other.blankLines,
                complexity + other.complexity);
    }

    /// Share of comment lines among comment and code lines, from 0 to 1; 0 when there are none of either.
    public double commentRatio() {
        return Ratio.of(commentLines, commentLines + codeLines);
    }
}
