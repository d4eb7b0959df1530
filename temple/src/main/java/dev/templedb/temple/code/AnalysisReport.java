package dev.templedb.temple.code;

import java.util.List;

/// What an analysis found.
///
/// @param parsed contents that were parsed now; all others were known
public record AnalysisReport(int parsed, List<LanguageSummary> languages) {
    /// Copies what it is given.
    public AnalysisReport {
        languages = List.copyOf(languages);
    }
}
