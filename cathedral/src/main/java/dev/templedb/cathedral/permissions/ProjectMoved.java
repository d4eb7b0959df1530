package dev.templedb.cathedral.permissions;

/// Thrown where a project is asked for by an address that it had before; the answer is a redirect.
@SuppressWarnings("serial")
public final class ProjectMoved extends RuntimeException {
    private final ProjectAddress from;
    private final ProjectAddress to;

    public ProjectMoved(ProjectAddress from, ProjectAddress to) {
        super("%s is now %s".formatted(from, to), null, false, false);
        this.from = from;
        this.to = to;
    }

    /// The address that was asked for.
    public ProjectAddress from() {
        return from;
    }

    /// The address that it has now.
    public ProjectAddress to() {
        return to;
    }
}
