package dev.templedb.temple.deployments;

/// How far a deployment has come.
public enum DeploymentState {
    RUNNING,
    SUCCEEDED,
    /// The script, or a hook, ended with an exit code other than 0.
    FAILED,
    TIMED_OUT,
    /// The script succeeded, and the health check did not.
    UNHEALTHY,
    /// Somebody stopped it.
    CANCELLED,
    /// The program went away while it ran; nobody knows how it ended.
    INTERRUPTED;

    /// As people read it.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    static DeploymentState of(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
    }
}
