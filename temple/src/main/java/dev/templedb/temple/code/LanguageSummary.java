package dev.templedb.temple.code;

/// What the files of one language hold.
///
/// @param files      how many are parsed
/// @param skipped    how many are not, because they are beyond a bound
/// @param complexity the highest of any function
public record LanguageSummary(
        String language,
        long files,
        long skipped,
        long codeLines,
        long symbols,
        long functions,
        long imports,
        long complexity) {}
