package dev.templedb.cathedral.versions;

import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Gives a state of a project a version name, for good.
///
/// It works in the transaction in which the state becomes visible, so that nobody sees a version without its content.
@Singleton
public final class VersionPublisher {
    private final AuditLog audit;
    private final Activities activities;
    private final VersionSigning signing;
    private final Clock clock;
    private final PostgresVersions table = new PostgresVersions();

    public VersionPublisher(AuditLog audit, Activities activities, VersionSigning signing, Clock clock) {
        this.audit = audit;
        this.activities = activities;
        this.signing = signing;
        this.clock = clock;
    }

    /// What is published. The caller has proved that the project has the state.
    ///
    /// @param stateRoot    the content root in hexadecimal
    /// @param manifest     the manifest of its package
    /// @param packageBytes size of its package in bytes, if known
    /// @param checksum     SHA-256 of its package in hexadecimal, if known
    public record Publication(
            VersionName name,
            String stateRoot,
            Map<String, Object> manifest,
            @Nullable Long packageBytes,
            @Nullable String checksum,
            @Nullable String notes,
            VersionSigning.Given signatures) {}

    /// Publishes.
    ///
    /// @param project what `Permissions.require` has given for `PUBLISH`
    /// @throws TempleException with `VERSION_ALREADY_EXISTS` when the name was ever given, be it to a version that
    /// was
    ///         deleted; with the refusals of [VersionSigning]
    public Version publish(Handle handle, Caller caller, ProjectAccess project, Publication publication) {
        var notes = Given.optional("notes", publication.notes(), Given.LONG_TEXT);
        var signed = signing.require(
                        handle,
                        caller,
                        signing.place(handle, project.project()),
                        publication.name(),
                        Sha256.parse(publication.stateRoot()),
                        publication.signatures())
                .orElse(null);
        var id = table.add(
                        handle,
                        project,
                        publication,
                        signed,
                        notes,
                        caller.signedIn().user(),
                        clock.instant())
                .orElseThrow(() -> new TempleException(
                        ErrorCode.VERSION_ALREADY_EXISTS,
                        "%s %s is already published.".formatted(project.address(), publication.name())));
        table.findLatest(handle, project.project());
        activities.record(
                handle,
                caller,
                "version.publish",
                project.project(),
                Map.of("version", publication.name().text()));
        audit.record(
                handle,
                caller,
                "version.publish",
                resource(project, id, publication.name()),
                signed == null
                        ? Map.of("state", publication.stateRoot())
                        : Map.of(
                                "state",
                                publication.stateRoot(),
                                "signed_by",
                                signed.signature().signedBy()));
        return table.find(handle, project.project(), publication.name()).orElseThrow();
    }

    /// A version as the audit log names it.
    static AuditLog.Resource resource(ProjectAccess project, UUID id, VersionName name) {
        return new AuditLog.Resource("version", id, project.address() + ":" + name);
    }
}
