package dev.templedb.analysis;

import java.util.List;

/// The names of the languages that [FileAnalyzer] knows, as [FileFacts] has them.
public final class LanguageNames {
    private LanguageNames() {}

    /// All of them.
    public static List<String> all() {
        return Languages.ALL.stream().map(Language::name).toList();
    }
}
