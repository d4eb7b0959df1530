package dev.templedb.cathedral.search;

import dev.templedb.api.PageJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.projects.ProjectAnswers;
import dev.templedb.cathedral.projects.Projects;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Lists and finds projects that a caller may see.
///
/// Words are looked for as beginnings of words of slug, name, tags, description, languages and readme. When no
/// project has them all, those are found whose slug, name or tags are spelled nearly so.
@Singleton
public final class ProjectSearch {
    /// How many keys the cursors of these lists have: which way it was found, the order's key, the id.
    public static final int CURSOR_KEYS = 3;

    private final Jdbi jdbi;
    private final Projects projects;
    private final ProjectAnswers answers;
    private final PostgresProjectSearch table = new PostgresProjectSearch();

    public ProjectSearch(Jdbi jdbi, Projects projects, ProjectAnswers answers) {
        this.jdbi = jdbi;
        this.projects = projects;
        this.answers = answers;
    }

    /// A project that was found, with the key of the order.
    record Hit(UUID id, String key) {}

    /// One page, of one snapshot.
    public PageJson<ProjectJson> page(Caller caller, ProjectFilter filter, ProjectOrder order, Page page) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ, handle -> page(handle, caller, filter, order, page));
    }

    private PageJson<ProjectJson> page(
            Handle handle, Caller caller, ProjectFilter filter, ProjectOrder order, Page page) {
        var words = SearchWords.of(filter.words() == null ? "" : filter.words());
        if (filter.words() != null && !filter.words().isBlank() && words.isEmpty()) {
            return new PageJson<>(List.of(), null);
        }
        var way = way(page, words, order);
        var hits = table.find(handle, caller, filter, words, way, order, page);
        if (hits.isEmpty() && page.isFirst() && way == Way.WORDS) {
            way = Way.SIMILAR;
            hits = table.find(handle, caller, filter, words, way, order, page);
        }
        var shown = projects.show(handle, caller, hits.stream().map(Hit::id).toList());
        String found = way.name();
        return page.answer(
                hits,
                hit -> List.of(found, hit.key(), hit.id().toString()),
                hit -> answers.json(Objects.requireNonNull(shown.get(hit.id()))));
    }

    /// By which way projects are found.
    enum Way {
        LIST,
        WORDS,
        SIMILAR,
        TRENDING
    }

    private static Way way(Page page, List<String> words, ProjectOrder order) {
        String before = page.after(0);
        if (before != null) {
            try {
                return Way.valueOf(before);
            } catch (IllegalArgumentException e) {
                throw Page.strange();
            }
        }
        if (!words.isEmpty()) {
            return Way.WORDS;
        }
        return order == ProjectOrder.TRENDING ? Way.TRENDING : Way.LIST;
    }
}
