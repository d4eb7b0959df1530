package dev.templedb.cathedral.stars;

import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/// Gives stars and takes them back.
@Singleton
public final class Stars {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Activities activities;
    private final Clock clock;
    private final PostgresStars table = new PostgresStars();

    public Stars(Jdbi jdbi, Permissions permissions, Activities activities, Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.activities = activities;
        this.clock = clock;
    }

    /// Gives a project the caller's star, which it may have already.
    public void give(Caller caller, ProjectAddress address) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.STAR);
            if (table.add(handle, access.project(), caller.signedIn().user(), clock.instant())) {
                activities.record(handle, caller, "project.star", access.project(), Map.of());
            }
        });
    }

    /// Takes the caller's star back, if it is there.
    public void takeBack(Caller caller, ProjectAddress address) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.STAR);
            table.remove(handle, access.project(), caller.signedIn().user());
        });
    }
}
