package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.Visibility;
import dev.templedb.cathedral.versions.Version;
import dev.templedb.cathedral.versions.Versions;
import dev.templedb.core.Sha256;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Counts that somebody has got something of a project, and of private ones notes who, in the transaction that it is
/// given, last.
public final class Pulls {
    private final Versions versions;
    private final AuditLog audit;

    public Pulls(Versions versions, AuditLog audit) {
        this.versions = versions;
        this.audit = audit;
    }

    /// By which way it was got.
    enum Way {
        FETCH,
        GIT
    }

    /// Somebody who had not all of it has got a version, or what the project is now.
    void record(Handle handle, Caller caller, ProjectAccess project, Optional<Version> version, Sha256 state, Way way) {
        version.ifPresentOrElse(
                found -> versions.countDownload(handle, project, found), () -> versions.countFetch(handle, project));
        if (project.visibility() == Visibility.PRIVATE) {
            var said = new LinkedHashMap<String, Object>();
            said.put("state", state.hex());
            version.ifPresent(found -> said.put("version", found.name().text()));
            said.put("by", way == Way.GIT ? "git" : "fetch");
            audit.record(
                    handle,
                    caller,
                    "project.fetch",
                    new AuditLog.Resource(
                            "project", project.project(), project.address().toString()),
                    said);
        }
    }
}
