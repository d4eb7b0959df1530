package dev.templedb.sqlite;

import java.util.ArrayList;
import java.util.List;

/// The numbered steps that make up a schema. Immutable, and append-only once released.
///
/// Each step is a SQL resource with a line `-- up` before the statements that make it and a line `-- down` before those
/// that take it back. Applied steps are recorded in the table `schema_migrations` with the SHA-256 of the resource, and
/// the number of the last one in `PRAGMA user_version`, so that opening an up-to-date file reads one number and no
/// resource.
///
/// All steps that a file lacks run in one transaction, with foreign keys checked at its end instead of during it, so
/// that they may rebuild tables. They must not begin or end transactions themselves.
public final class Migrations {
    /// No schema of our own; `user_version` is not looked at.
    public static final Migrations NONE = new Migrations(List.of());

    private final List<Migration> steps;

    private Migrations(List<Migration> steps) {
        this.steps = steps;
    }

    /// The steps in `resources`, which lie beside `anchor` and are called `V001__name.sql`, `V002__…` without a
    /// gap.
    ///
    /// @throws IllegalArgumentException when a name is not of that form or out of order
    public static Migrations of(Class<?> anchor, String... resources) {
        var steps = new ArrayList<Migration>(resources.length);
        for (String resource : resources) {
            var step = Migration.of(anchor, resource);
            if (step.version() != steps.size() + 1) {
                throw new IllegalArgumentException("expected version " + (steps.size() + 1) + ", not " + resource);
            }
            steps.add(step);
        }
        return new Migrations(List.copyOf(steps));
    }

    /// The version of a file to which all steps have been applied; 0 when there are none.
    public int latest() {
        return steps.size();
    }

    boolean isNone() {
        return steps.isEmpty();
    }

    List<Migration> after(int version) {
        return steps.subList(Math.min(version, steps.size()), steps.size());
    }

    Migration step(int version) {
        return steps.get(version - 1);
    }
}
