package dev.templedb.temple.search;

import dev.templedb.analysis.LanguageNames;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.intake.PathFilter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a search looks: projects, paths and languages.
final class Scope {
    private final Map<Long, String> projects = new HashMap<>();

    private record Glob(PathFilter filter, boolean takesBack) {}

    private final List<Glob> paths;
    /// Of the paths that no glob names: they are meant unless some glob says what else is.
    private final boolean hasOthers;
    private final Set<String> languages;
    private final boolean isNarrow;
    private final Optional<byte[]> partOfPath;

    /// @throws TempleException with `PROJECT_NOT_FOUND`, `GLOB_INVALID` or `LANGUAGE_UNKNOWN`
    Scope(SearchQuery query, Collection<SqliteSearchStore.Searchable> places) {
        var bySlug = new HashMap<String, SqliteSearchStore.Searchable>();
        places.forEach(place -> bySlug.put(place.slug().toLowerCase(Locale.ROOT), place));
        for (var slug : query.projects()) {
            var place = bySlug.get(slug.toLowerCase(Locale.ROOT));
            if (place == null) {
                throw new TempleException(
                        ErrorCode.PROJECT_NOT_FOUND, "There is no project %s.".formatted(Printable.text(slug)));
            }
            projects.put(place.project(), place.slug());
        }
        if (query.projects().isEmpty()) {
            places.forEach(place -> projects.put(place.project(), place.slug()));
        }
        this.paths = query.paths().stream().map(Scope::glob).toList();
        this.hasOthers = paths.stream().allMatch(Glob::takesBack);
        this.languages = query.languages().stream().map(Scope::language).collect(Collectors.toUnmodifiableSet());
        this.isNarrow = !query.projects().isEmpty() || !query.languages().isEmpty();
        this.partOfPath =
                query.paths().size() == 1 ? literal(query.paths().getFirst().strip()) : Optional.empty();
    }

    /// The name of a known language in small letters.
    private static String language(String name) {
        var known = LanguageNames.all();
        if (known.stream().noneMatch(name::equalsIgnoreCase)) {
            throw new TempleException(
                    ErrorCode.LANGUAGE_UNKNOWN,
                    "There is no language %s.%s"
                            .formatted(
                                    Printable.text(name),
                                    Likeness.nearest(name, known)
                                            .map(" Did you mean %s?"::formatted)
                                            .orElse("")));
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /// The longest part of a glob that stands for itself, if that is certain.
    private static Optional<byte[]> literal(String glob) {
        if (glob.startsWith("!") || glob.contains("[") || glob.contains("\\")) {
            return Optional.empty();
        }
        // A slash at the beginning or the end says where the rest is, and two stars between slashes may be nothing.
        return Stream.of(glob.split("[*?]+|^/|/$|/\\*\\*/"))
                .map(part -> part.startsWith("/") ? part.substring(1) : part)
                .map(part -> part.endsWith("/") ? part.substring(0, part.length() - 1) : part)
                .max(Comparator.comparingInt(String::length))
                .filter(part -> !part.isEmpty())
                .map(part -> part.getBytes(StandardCharsets.UTF_8));
    }

    /// Slugs by the numbers of projects.
    Map<Long, String> projects() {
        return projects;
    }

    /// The slug of a project in the scope.
    String slug(long project) {
        return String.valueOf(projects.get(project));
    }

    /// In small letters; none when any will do.
    Set<String> languages() {
        return languages;
    }

    /// Whether projects or languages were named.
    boolean isNarrow() {
        return isNarrow;
    }

    /// Some bytes that the path of every file in the scope has, as far as a single glob says.
    Optional<byte[]> partOfPath() {
        return partOfPath;
    }

    boolean hasProject(long project) {
        return projects.containsKey(project);
    }

    /// Unlike in a `.gitignore`, a later glob takes back files of a directory that an earlier one names.
    boolean hasPath(String path) {
        for (var glob : paths.reversed()) {
            if (glob.filter().leavesOut(path, false)) {
                return !glob.takesBack();
            }
        }
        return hasOthers;
    }

    private static Glob glob(String glob) {
        boolean takesBack = glob.startsWith("!");
        return new Glob(new PathFilter(List.of(takesBack ? glob.substring(1) : glob)), takesBack);
    }

    boolean hasLanguage(@Nullable String language) {
        return languages.isEmpty() || language != null && languages.contains(language.toLowerCase(Locale.ROOT));
    }
}
