package dev.templedb.cathedral.versions;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Shows versions, takes them back, and deletes those that are young.
@Singleton
public final class Versions {
    /// The word for the highest version that is neither yanked nor a pre-release.
    public static final String LATEST = "latest";

    private static final Duration DELETABLE = Duration.ofDays(3);

    private final Jdbi jdbi;
    private final Permissions permissions;
    private final AuditLog audit;
    private final Clock clock;
    private final VersionPublisher publisher;
    private final PostgresVersions table = new PostgresVersions();

    public Versions(Jdbi jdbi, Permissions permissions, AuditLog audit, Clock clock, VersionPublisher publisher) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.audit = audit;
        this.clock = clock;
        this.publisher = publisher;
    }

    /// Versions, newest first; one more than the page has room for, if there are more.
    public List<Version> list(Caller caller, ProjectAddress address, Page page) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            return table.page(handle, access.project(), page.idAfter(0), page.limit() + 1);
        });
    }

    /// A version by its name or `latest`.
    ///
    /// @throws TempleException with `VERSION_NOT_FOUND`
    public Version show(Caller caller, ProjectAddress address, String name) {
        return jdbi.withHandle(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.READ);
            return resolve(handle, access, name);
        });
    }

    /// A version by its name or `latest`, of a project that the caller may read.
    ///
    /// @throws TempleException with `VERSION_NOT_FOUND`
    public Version resolve(Handle handle, ProjectAccess project, String name) {
        return name(handle, project, name)
                .flatMap(version -> table.find(handle, project.project(), version))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.VERSION_NOT_FOUND,
                        "%s has no version %s.".formatted(project.address(), Printable.text(name))));
    }

    private Optional<VersionName> name(Handle handle, ProjectAccess project, String name) {
        if (name.equals(LATEST)) {
            return table.latest(handle, project.project());
        }
        try {
            return Optional.of(VersionName.of(name));
        } catch (TempleException noName) {
            return Optional.empty();
        }
    }

    /// Publishes what the project is now, unsigned; a push publishes what it brings, with its signature.
    ///
    /// @param state the content root that is meant; null for whatever it is
    /// @throws TempleException with `STATE_MISSING` when nothing was pushed yet, `CHANGED_MEANWHILE` when the
    /// project is
    ///         at another state, or as [VersionPublisher] does
    public Version publish(
            Caller caller, ProjectAddress address, VersionName name, @Nullable String state, @Nullable String notes) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.PUBLISH);
            String root = table.lockState(handle, access.project())
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.STATE_MISSING, "Nothing has been pushed to %s yet.".formatted(access.address())));
            if (state != null && !state.equals(root)) {
                throw new TempleException(
                        ErrorCode.CHANGED_MEANWHILE, "%s is at another state: %s.".formatted(access.address(), root));
            }
            return publisher.publish(
                    handle,
                    caller,
                    access,
                    new VersionPublisher.Publication(
                            name, root, Map.of(), null, null, notes, new VersionSigning.Given(null, List.of())));
        });
    }

    /// Counts that somebody has got a version.
    public void countDownload(Handle handle, ProjectAccess project, Version version) {
        table.countDownload(handle, project.project(), version.id(), clock.instant());
    }

    /// Counts that somebody has got what the project is now.
    public void countFetch(Handle handle, ProjectAccess project) {
        table.countFetch(handle, project.project(), clock.instant());
    }

    /// Takes a version back, or takes that back; changes its notes. What it names never changes.
    ///
    /// @param yanked null leaves it
    /// @param notes  null leaves them, an empty text clears them
    public Version change(
            Caller caller,
            ProjectAddress address,
            String name,
            @Nullable Boolean yanked,
            @Nullable String reason,
            @Nullable String notes) {
        return jdbi.inTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.YANK);
            var version = resolve(handle, access, name);
            if (yanked != null) {
                table.setYanked(
                        handle,
                        version.id(),
                        yanked,
                        Given.optional("yank_reason", reason, Given.TEXT),
                        caller.signedIn().user(),
                        clock.instant());
                table.findLatest(handle, access.project());
            }
            if (notes != null) {
                table.setNotes(handle, version.id(), Given.optional("notes", notes, Given.LONG_TEXT));
            }
            audit.record(
                    handle,
                    caller,
                    yanked == null ? "version.edit" : yanked ? "version.yank" : "version.unyank",
                    VersionPublisher.resource(access, version.id(), version.name()),
                    Map.of());
            return table.find(handle, access.project(), version.name()).orElseThrow();
        });
    }

    /// Deletes a version that was published within the last 72 hours and that no fork began with. Its name is never
    /// given again.
    ///
    /// @throws TempleException with `VERSION_KEPT` otherwise
    public void delete(Caller caller, ProjectAddress address, String name) {
        jdbi.useTransaction(handle -> {
            var access = permissions.require(handle, caller, address, ProjectAction.DELETE_VERSION);
            var version = resolve(handle, access, name);
            var now = clock.instant();
            if (version.createdAt().plus(DELETABLE).isBefore(now)) {
                throw new TempleException(
                        ErrorCode.VERSION_KEPT,
                        "%s %s was published more than 72 hours ago.".formatted(access.address(), version.name()));
            }
            if (table.isForked(handle, access.project(), version)) {
                throw new TempleException(
                        ErrorCode.VERSION_KEPT,
                        "%s %s is what a fork began with.".formatted(access.address(), version.name()));
            }
            table.delete(handle, version.id(), caller.signedIn().user(), now);
            table.findLatest(handle, access.project());
            audit.record(
                    handle,
                    caller,
                    "version.delete",
                    VersionPublisher.resource(access, version.id(), version.name()),
                    Map.of("state", version.stateRoot()));
        });
    }
}
