package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.http.Given;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What an owner has been promised. The figures of each are settings.
public enum Plan {
    FREE,
    TEAM,
    ENTERPRISE;

    /// The word for an owner who was given no plan, and has the one of the setting `plans.default`.
    public static final String DEFAULT = "default";

    /// The word of the wire, of settings and of the database, such as `team`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The plan that a column of the database names; empty for the default one.
    static Optional<Plan> of(String word) {
        return Stream.of(values()).filter(plan -> plan.word().equals(word)).findFirst();
    }

    /// Checks the word of a plan that somebody is to be given.
    ///
    /// @throws dev.templedb.core.TempleException with `REQUEST_INVALID`
    public static String valid(String word) {
        if (!word.equals(DEFAULT) && of(word).isEmpty()) {
            throw Given.invalid("A plan is free, team, enterprise or default.");
        }
        return word;
    }
}
