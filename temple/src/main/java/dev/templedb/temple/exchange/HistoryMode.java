package dev.templedb.temple.exchange;

/// How much of a project's history goes into a package.
public enum HistoryMode {
    /// All of it, with the original commit ids.
    FULL("full"),
    /// One commit with the files that `HEAD` names.
    NONE("no-history"),
    /// Neither files nor history: only what is known about the project.
    NO_FILES("no-files"),
    /// Every commit, without the excluded paths; commits that change get new ids and lose their signatures.
    REWRITTEN("rewrite-history");

    private final String word;

    HistoryMode(String word) {
        this.word = word;
    }

    /// Whether a file goes along.
    ///
    /// @param isPresent whether it is among those that `HEAD` names, and not only in older commits
    boolean takes(boolean isPresent) {
        return switch (this) {
            case FULL, REWRITTEN -> true;
            case NONE -> isPresent;
            case NO_FILES -> false;
        };
    }

    /// The word for it in a manifest.
    public String word() {
        return word;
    }
}
