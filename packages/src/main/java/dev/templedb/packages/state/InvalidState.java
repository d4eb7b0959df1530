package dev.templedb.packages.state;

/// Some JSON is not a project state. The message completes "the project state is not valid: …".
@SuppressWarnings("serial")
public final class InvalidState extends Exception {
    private final boolean newer;

    InvalidState(String message) {
        this(message, false);
    }

    InvalidState(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    /// Whether the state is of a later format than this version knows.
    public boolean isNewer() {
        return newer;
    }
}
