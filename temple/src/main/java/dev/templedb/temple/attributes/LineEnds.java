package dev.templedb.temple.attributes;

/// What happens to the line ends of a file. The words after the first say what the work tree gets.
public enum LineEnds {
    /// Nothing, ever.
    KEEP(false, false),
    /// CR LF becomes LF in commits.
    TEXT_LF(false, false),
    /// CR LF becomes LF in commits, and LF becomes CR LF in the work tree.
    TEXT_CRLF(false, true),
    /// As [#TEXT_LF], for what looks like text and has no CR LF in the commit before.
    AUTO_LF(true, false),
    /// As [#TEXT_CRLF], for what looks like text and has no CR LF in the commit before.
    AUTO_CRLF(true, true);

    private final boolean isGuessed;
    private final boolean writesCrlf;

    LineEnds(boolean isGuessed, boolean writesCrlf) {
        this.isGuessed = isGuessed;
        this.writesCrlf = writesCrlf;
    }

    boolean isGuessed() {
        return isGuessed;
    }

    /// Whether a content with these `counts` gets CR LF in the work tree.
    boolean adds(TextCounts counts) {
        return writesCrlf && counts.hasLoneLf() && !(isGuessed && (counts.hasCrlf() || counts.isBinary()));
    }

    /// Whether a file with these `counts` loses CR in commits; for those that are guessed, what the commit before
    /// has
    /// is to be asked as well.
    boolean drops(TextCounts counts) {
        return this != KEEP && counts.hasCrlf() && !(isGuessed && counts.isBinary());
    }
}
