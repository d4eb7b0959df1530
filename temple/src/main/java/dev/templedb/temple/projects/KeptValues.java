package dev.templedb.temple.projects;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import java.util.Optional;
import java.util.SortedMap;

/// Named values of a project, of one feature, that commands change and take away, and that `undo` brings back.
///
/// A feature notes what a command did through [RemovedProjects#recordChange], and implements this so that it can be
/// undone: implementations are public, have a public constructor without parameters and no state, and are listed in
/// `META-INF/services/dev.templedb.temple.projects.KeptValues`.
public interface KeptValues {
    /// What the values are called in the database, such as `variables`. Never changes.
    String part();

    /// What a name means now; empty when there is nothing of that name.
    Optional<Json> find(Transaction tx, Project project, String name);

    /// Makes names mean what is given, or nothing.
    ///
    /// @throws dev.templedb.core.TempleException when something else is in the way by now, with the way out
    void put(Temple temple, Transaction tx, Project project, SortedMap<String, Optional<Json>> values);

    /// Whether two values are the same to people, though perhaps not at the same place.
    default boolean isSame(Json one, Json other) {
        return one.equals(other);
    }
}
