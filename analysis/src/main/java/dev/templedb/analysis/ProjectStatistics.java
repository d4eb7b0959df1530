package dev.templedb.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Adds up the facts of many files, by type and by language.
///
/// The order of the files does not matter, and parts that were added up apart can be merged. Memory grows with the
/// number of different types and languages, not with that of files. Not thread-safe: use one per thread, then merge.
public final class ProjectStatistics {
    /// The totals of the files that have a type or a language in common.
    ///
    /// @param name the type, such as `markdown`, or the language, such as `C++`
    public record Group(String name, Totals totals) {}

    /// How much of a project is written in one language.
    ///
    /// @param language the name that GitHub Linguist uses
    /// @param bytes    size of the files in that language
    /// @param percent  share of the bytes of all programming and markup languages, above 0 and up to 100, not
    /// rounded
    public record LanguageShare(String language, long bytes, double percent) {}

    private static final Comparator<Group> LARGEST_FIRST = Comparator.comparingLong(
                    (Group group) -> group.totals().bytes())
            .reversed()
            .thenComparing(Group::name);

    private Totals total = Totals.NONE;
    private final Map<String, Totals> byType = new HashMap<>();
    private final Map<String, Totals> byLanguage = new HashMap<>();

    /// Adds one file.
    public void add(FileFacts file) {
        var totals = Totals.of(file);
        total = total.plus(totals);
        byType.merge(file.type(), totals, Totals::plus);
        if (file.language() != null) {
            byLanguage.merge(file.language(), totals, Totals::plus);
        }
    }

    /// Adds everything that `other` has seen; `other` stays as it is.
    public void merge(ProjectStatistics other) {
        total = total.plus(other.total);
        Map.copyOf(other.byType).forEach((type, totals) -> byType.merge(type, totals, Totals::plus));
        Map.copyOf(other.byLanguage).forEach((language, totals) -> byLanguage.merge(language, totals, Totals::plus));
    }

    /// The totals of all files, binary ones included.
    public Totals total() {
        return total;
    }

    /// One group per type, most bytes first, then by name. Every file is in one of them.
    public List<Group> byType() {
        return sorted(byType);
    }

    /// One group per language, most bytes first, then by name. Files without a known language are in none.
    public List<Group> byLanguage() {
        return sorted(byLanguage);
    }

    /// The languages as in the bar that GitHub shows: programming and markup only, by bytes, largest first.
    public List<LanguageShare> languageShares() {
        var counted = byLanguage().stream()
                .filter(group -> Languages.named(group.name()).isCounted())
                .filter(group -> group.totals().bytes() > 0)
                .toList();
        long bytes = counted.stream().mapToLong(group -> group.totals().bytes()).sum();
        return counted.stream()
                .map(group -> new LanguageShare(
                        group.name(),
                        group.totals().bytes(),
                        100 * Ratio.of(group.totals().bytes(), bytes)))
                .toList();
    }

    /// The language with the largest share, if the project has any code or markup.
    public Optional<String> mainLanguage() {
        return languageShares().stream().findFirst().map(LanguageShare::language);
    }

    private static List<Group> sorted(Map<String, Totals> groups) {
        return groups.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .sorted(LARGEST_FIRST)
                .toList();
    }
}
