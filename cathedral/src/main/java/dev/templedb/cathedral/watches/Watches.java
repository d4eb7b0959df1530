package dev.templedb.cathedral.watches;

import dev.templedb.api.PageJson;
import dev.templedb.api.ProjectJson;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.projects.ProjectAnswers;
import dev.templedb.cathedral.projects.Projects;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Begins to watch projects, and ends it. What happens in them is in the feed of the one who watches.
@Singleton
public final class Watches {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Projects projects;
    private final Accounts accounts;
    private final ProjectAnswers answers;
    private final Clock clock;
    private final PostgresWatches table = new PostgresWatches();

    public Watches(
            Jdbi jdbi,
            Permissions permissions,
            Projects projects,
            Accounts accounts,
            ProjectAnswers answers,
            Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.projects = projects;
        this.accounts = accounts;
        this.answers = answers;
        this.clock = clock;
    }

    /// Whether the caller watches a project, and how many do.
    public record Standing(boolean watched, long watchers) {}

    /// A project that somebody watches, and since when.
    record Watched(UUID project, Instant since) {}

    /// Whether the caller watches a project, which the caller sees.
    public Standing show(Caller caller, ProjectAddress address) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            return table.show(handle, access.project(), caller.user());
        });
    }

    /// Lets the caller watch a project, which may be so already.
    public Standing begin(Caller caller, ProjectAddress address) {
        return change(caller, address, true);
    }

    /// Lets the caller watch a project no longer.
    public Standing end(Caller caller, ProjectAddress address) {
        return change(caller, address, false);
    }

    private Standing change(Caller caller, ProjectAddress address, boolean watched) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.WATCH);
            var user = caller.signedIn().user();
            if (watched) {
                table.add(handle, access.project(), user, clock.instant());
            } else {
                table.remove(handle, access.project(), user);
            }
            return table.show(handle, access.project(), user);
        });
    }

    /// The projects that a user watches and the caller may see, those first that were watched last.
    public PageJson<ProjectJson> of(Caller caller, String username, Page page) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            var user = accounts.byName(handle, username).id();
            var found = table.page(handle, caller, user, page);
            var shown = projects.show(
                    handle, caller, found.stream().map(Watched::project).toList());
            return page.answer(
                    found,
                    one -> List.of(one.since().toString(), one.project().toString()),
                    one -> answers.json(Objects.requireNonNull(shown.get(one.project()))));
        });
    }
}
