package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.owners.Owners;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.quotas.PostgresQuotas.Promised;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Refuses what a plan has no room for, and says what owners take up.
///
/// What is asked with a limit in the way keeps others from adding something for the same owner until the transaction
/// ends, so that two requests at once cannot both take the room for one. Ask before the rows of projects are locked.
@Singleton
public final class Quotas {
    private final Plans plans;
    private final AuditLog audit;
    private final PostgresQuotas table = new PostgresQuotas();

    public Quotas(Plans plans, AuditLog audit) {
        this.plans = plans;
        this.audit = audit;
    }

    private Plans.Figures figures(Promised owner) {
        return plans.of(plans.plan(owner.plan()));
    }

    private static long agreed(@Nullable Long own, long ofPlan) {
        return own == null ? ofPlan : own;
    }

    /// Asks whether an owner may have one project more.
    ///
    /// @throws QuotaExceeded with `PROJECT_QUOTA_EXCEEDED`
    public void requireProject(Handle handle, UUID owner, Visibility visibility) {
        var promised = table.owner(handle, owner, false);
        long all = figures(promised).projects();
        long hidden = visibility == Visibility.PRIVATE ? privateProjects(promised) : Long.MAX_VALUE;
        if (all == Long.MAX_VALUE && hidden == Long.MAX_VALUE) {
            return;
        }
        table.owner(handle, owner, true);
        var count = table.projects(handle, owner);
        requireProjects(promised, "projects", all, count.projects());
        requireProjects(promised, "private_projects", hidden, count.privateProjects());
    }

    /// Asks whether a project of an owner may become private.
    ///
    /// @throws QuotaExceeded with `PROJECT_QUOTA_EXCEEDED`
    public void requirePrivate(Handle handle, UUID project) {
        var owner = table.ownerOf(handle, project);
        var promised = table.owner(handle, owner, false);
        long limit = privateProjects(promised);
        if (limit != Long.MAX_VALUE) {
            table.owner(handle, owner, true);
            requireProjects(
                    promised,
                    "private_projects",
                    limit,
                    table.projects(handle, owner).privateProjects());
        }
    }

    private long privateProjects(Promised owner) {
        return agreed(owner.privateProjects(), figures(owner).privateProjects());
    }

    private static void requireProjects(Promised owner, String quota, long limit, long used) {
        if (used >= limit) {
            String kind = quota.equals("projects") ? "projects" : "private projects";
            throw new QuotaExceeded(
                    ErrorCode.PROJECT_QUOTA_EXCEEDED,
                    quota,
                    "%s has %d %s, and the plan has room for %d.".formatted(owner.name(), used, kind, limit),
                    limit,
                    used,
                    1);
        }
    }

    /// Asks whether so many bytes more may be stored for an owner. What unfinished pushes have announced is taken.
    ///
    /// @throws QuotaExceeded with `STORAGE_QUOTA_EXCEEDED`
    public void requireBytes(Handle handle, UUID owner, long bytes) {
        if (bytes <= 0) {
            return;
        }
        var promised = table.owner(handle, owner, false);
        long limit = agreed(promised.bytes(), figures(promised).bytes());
        if (limit == Long.MAX_VALUE) {
            return;
        }
        table.owner(handle, owner, true);
        long unfinished = table.unfinishedBytes(handle, owner);
        long used = table.bytes(handle, owner) + unfinished;
        if (bytes > limit - used) {
            throw QuotaExceeded.ofBytes(promised.name(), limit, used, unfinished, bytes);
        }
    }

    /// The same for the owner of a project.
    public void requireBytesOf(Handle handle, UUID project, long bytes) {
        requireBytes(handle, table.ownerOf(handle, project), bytes);
    }

    /// Asks whether a project may go over to another owner.
    public void requireMove(Handle handle, UUID project, Visibility visibility, UUID to) {
        if (!table.ownerOf(handle, project).equals(to)) {
            requireProject(handle, to, visibility);
            requireBytes(handle, to, table.bytesOfProject(handle, project));
        }
    }

    /// Asks whether an organization that somebody has just been added to, or invited to, has room for them. Its row
    /// is locked.
    ///
    /// @throws QuotaExceeded with `MEMBER_QUOTA_EXCEEDED`
    public void requireMembers(Handle handle, UUID organization) {
        var promised = table.owner(handle, organization, false);
        long limit = agreed(promised.members(), figures(promised).members());
        if (limit != Long.MAX_VALUE) {
            requirePeople(promised.name(), "members", limit, table.members(handle, organization));
        }
    }

    /// Asks whether a project that somebody has just been added to, or invited to, has room for them.
    ///
    /// @throws QuotaExceeded with `MEMBER_QUOTA_EXCEEDED`
    public void requireCollaborators(Handle handle, UUID project) {
        var owner = table.ownerOf(handle, project);
        var promised = table.owner(handle, owner, false);
        long limit = figures(promised).collaborators();
        if (limit != Long.MAX_VALUE) {
            table.owner(handle, owner, true);
            requirePeople(
                    "A project of " + promised.name(), "collaborators", limit, table.collaborators(handle, project));
        }
    }

    private static void requirePeople(String place, String quota, long limit, long now) {
        if (now > limit) {
            throw new QuotaExceeded(
                    ErrorCode.MEMBER_QUOTA_EXCEEDED,
                    quota,
                    "%s has room for %d %s.".formatted(place, limit, quota),
                    limit,
                    now - 1,
                    1);
        }
    }

    /// What an owner takes up.
    public Usage usage(Handle handle, UUID owner) {
        var promised = table.owner(handle, owner, false);
        var figures = figures(promised);
        var count = table.projects(handle, owner);
        long unfinished = table.unfinishedBytes(handle, owner);
        return new Usage(
                promised.name(),
                plans.plan(promised.plan()),
                new Usage.Measure(table.bytes(handle, owner) + unfinished, agreed(promised.bytes(), figures.bytes())),
                unfinished,
                new Usage.Measure(count.projects(), figures.projects()),
                new Usage.Measure(count.privateProjects(), privateProjects(promised)),
                promised.organization()
                        ? new Usage.Measure(table.members(handle, owner), agreed(promised.members(), figures.members()))
                        : null);
    }

    /// A figure that goes before that of the plan.
    ///
    /// @param value [Long#MAX_VALUE] for no limit; null for what the plan says
    public record Figure(@Nullable Long value) {}

    /// What is agreed on with an owner: null leaves it as it is.
    ///
    /// @param plan `default` for the one of the settings
    public record Agreement(
            @Nullable String plan,
            @Nullable Figure bytes,
            @Nullable Figure privateProjects,
            @Nullable Figure members) {}

    /// Gives an owner a plan, or figures beside it; without any, says what there is. Nothing is taken away from who
    /// has more: only nothing is added.
    ///
    /// @throws TempleException with `USER_NOT_FOUND`, or `REQUEST_INVALID` for a plan that there is not
    public Usage agree(Handle handle, Caller caller, String name, Agreement agreement) {
        var owner = Owners.find(handle, name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.USER_NOT_FOUND,
                        "There is no user and no organization %s.".formatted(Printable.text(name))));
        if (agreement.plan() != null) {
            Plan.valid(agreement.plan());
        }
        if (agreement.equals(new Agreement(null, null, null, null))) {
            return usage(handle, owner.id());
        }
        table.set(
                handle,
                owner.id(),
                agreement.plan(),
                agreement.bytes(),
                agreement.privateProjects(),
                agreement.members());
        var said = new LinkedHashMap<String, Object>();
        say(said, "plan", agreement.plan());
        say(said, "storage_bytes", agreement.bytes());
        say(said, "private_projects", agreement.privateProjects());
        say(said, "members", agreement.members());
        audit.record(
                handle,
                caller,
                "owner.plan",
                new AuditLog.Resource(owner.kind().word(), owner.id(), owner.name()),
                said);
        return usage(handle, owner.id());
    }

    private static void say(LinkedHashMap<String, Object> said, String key, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Figure(Long figure) when figure != null -> said.put(key, figure);
            case Figure _ -> said.put(key, "of the plan");
            default -> said.put(key, value);
        }
    }
}
