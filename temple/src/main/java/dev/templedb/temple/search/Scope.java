package dev.templedb.temple.search;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.intake.PathFilter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where a search looks: projects, paths and languages.
final class Scope {
    private final Map<Long, String> projects = new HashMap<>();
    private final PathFilter paths;
    private final Set<String> languages;

    /// @throws TempleException with `PROJECT_NOT_FOUND` or `GLOB_INVALID`
    Scope(SearchQuery query, Collection<SqliteSearchStore.Place> places) {
        var bySlug = new HashMap<String, SqliteSearchStore.Place>();
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
        this.paths = new PathFilter(query.paths());
        this.languages = query.languages().stream()
                .map(language -> language.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Slugs by the numbers of projects.
    Map<Long, String> projects() {
        return projects;
    }

    boolean hasProject(long project) {
        return projects.containsKey(project);
    }

    boolean hasPath(String path) {
        return paths.isEmpty() || paths.leavesOut(path, false);
    }

    boolean hasLanguage(@Nullable String language) {
        return languages.isEmpty() || language != null && languages.contains(language.toLowerCase(Locale.ROOT));
    }
}
