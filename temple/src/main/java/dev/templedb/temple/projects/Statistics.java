package dev.templedb.temple.projects;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the files and the history of one project, or of all, amount to. Files are those of the tree that HEAD names.
///
/// @param files          how many files
/// @param bytes          their size
/// @param lines          lines of the text files
/// @param codeLines      lines with code
/// @param commentLines   lines with nothing but comments
/// @param blankLines     lines with nothing
/// @param complexity     branching points of the code, added up over the files
/// @param binaryFiles    files that are not text
/// @param duplicateBytes size of the files whose content another file of the same project has too, all but one of
///         each
/// content
/// @param commits        commits that the branches, tags and other refs lead to
/// @param authors        different author addresses
/// @param branches       branches
/// @param tags           tags of the history
/// @param groups         the same by language and type, the largest first
public record Statistics(
        long files,
        long bytes,
        long lines,
        long codeLines,
        long commentLines,
        long blankLines,
        long complexity,
        long binaryFiles,
        long duplicateBytes,
        long commits,
        long authors,
        long branches,
        long tags,
        List<Group> groups) {
    public Statistics {
        groups = List.copyOf(groups);
    }

    /// The files of one language, or of one type without a language.
    ///
    /// @param language the language, or null for files without one
    /// @param type     the kind of file, such as `code`
    public record Group(
            @Nullable String language,
            String type,
            long files,
            long bytes,
            long lines,
            long codeLines,
            long commentLines,
            long complexity) {}

    /// How much of the lines with code or comments are comments, from 0 to 1; nothing without such lines.
    public Optional<Double> commentRatio() {
        return ratio(commentLines, codeLines + commentLines);
    }

    /// How much of the bytes is there more than once, from 0 to 1; nothing without bytes.
    public Optional<Double> duplication() {
        return ratio(duplicateBytes, bytes);
    }

    private static Optional<Double> ratio(long part, long whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
