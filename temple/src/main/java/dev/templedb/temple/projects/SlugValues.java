package dev.templedb.temple.projects;

import dev.templedb.core.Slug;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import java.util.Optional;
import java.util.SortedMap;

/// The slugs of projects, which come back when a renaming is undone.
public final class SlugValues implements KeptValues {
    static final String PART = "slugs";

    private static final String NAME = "slug";

    /// For [java.util.ServiceLoader].
    public SlugValues() {}

    static KeptChange change(Slug before, Slug after) {
        return new KeptChange(NAME, Optional.of(new Json.Str(before.text())), Optional.of(new Json.Str(after.text())));
    }

    @Override
    public String part() {
        return PART;
    }

    @Override
    public Optional<Json> find(Transaction tx, Project project, String name) {
        return Optional.of(new Json.Str(project.slug().text()));
    }

    @Override
    public void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values) {
        values.forEach((name, value) -> {
            if (value.isPresent() && value.get() instanceof Json.Str(var slug)) {
                new Projects(temple).renameBack(tx, project, new Slug(slug));
            }
        });
    }
}
