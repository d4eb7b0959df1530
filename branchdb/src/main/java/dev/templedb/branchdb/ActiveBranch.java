package dev.templedb.branchdb;

import dev.templedb.branchdb.names.NameKind;
import java.util.Map;
import java.util.Optional;

/// The database and branch that are meant when nothing is said.
public record ActiveBranch(String database, String branch) {
    /// What holds until something is chosen.
    public static final ActiveBranch DEFAULT = new ActiveBranch(Databases.MAIN, Databases.MAIN);

    /// @throws dev.templedb.core.TempleException with `DATABASE_NAME_INVALID` or `DATABASE_NAME_RESERVED`
    public ActiveBranch {
        NameKind.DATABASE.require(database);
        NameKind.BRANCH.require(branch);
    }

    /// What is meant where these environment variables are set: `BRANCHDB_DATABASE` and `BRANCHDB_BRANCH`, or those
    /// of
    /// CinchDB, `CINCHDB_DATABASE` and `CINCHDB_BRANCH`.
    public ActiveBranch overriddenBy(Map<String, String> environment) {
        return with(variable(environment, "DATABASE"), variable(environment, "BRANCH"));
    }

    /// What is meant where somebody names a database or a branch. Of another database than this it is the branch
    /// `main`
    /// when none is named.
    public ActiveBranch with(Optional<String> otherDatabase, Optional<String> otherBranch) {
        String chosen = otherDatabase.orElse(database);
        return new ActiveBranch(chosen, otherBranch.orElse(chosen.equals(database) ? branch : Databases.MAIN));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get("BRANCHDB_" + name))
                .or(() -> Optional.ofNullable(environment.get("CINCHDB_" + name)))
                .filter(value -> !value.isEmpty());
    }
}
