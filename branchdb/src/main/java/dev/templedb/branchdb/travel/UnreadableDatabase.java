package dev.templedb.branchdb.travel;

/// Says why a text is no database that can be taken, in words that end a sentence.
@SuppressWarnings("serial")
public final class UnreadableDatabase extends Exception {
    public UnreadableDatabase(String reason) {
        super(reason);
    }

    UnreadableDatabase(String reason, Throwable cause) {
        super(reason, cause);
    }

    /// Why it cannot be taken.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
