package dev.templedb.temple.exchange;

/// How much of a project's history goes into a package.
public enum HistoryMode {
    /// All of it, with the original commit ids.
    FULL("full"),
    /// One commit with the files that `HEAD` names.
    NONE("no-history"),
    /// Every commit, without the excluded paths; commits that change get new ids and lose their signatures.
    REWRITTEN("rewrite-history");

    private final String word;

    HistoryMode(String word) {
        this.word = word;
    }

    /// The word for it in a manifest.
    public String word() {
        return word;
    }
}
