package dev.templedb.temple.exchange;

import java.util.Optional;

/// Something that both sides have changed, each in its own way.
///
/// @param item   what it is, such as `branch main: src/app.txt`, `environments/dev.env#DB_HOST` or `fact description`;
///               the same
///               thing always has the same name
/// @param base   what it was before, as bytes that only [ProjectJoin] reads; empty: it was not there
/// @param ours   what it is here; empty: it was removed
/// @param theirs what it is there; empty: it was removed
public record JoinConflict(String item, Optional<byte[]> base, Optional<byte[]> ours, Optional<byte[]> theirs) {
    static final String BRANCH = "branch ";

    /// The branch of which this is a file; empty for everything else.
    public Optional<String> branch() {
        int colon = item.indexOf(": ");
        return item.startsWith(BRANCH) && colon > 0
                ? Optional.of(item.substring(BRANCH.length(), colon))
                : Optional.empty();
    }

    static JoinConflict ofFile(
            String branch, String path, Optional<String> base, Optional<String> ours, Optional<String> theirs) {
        return new JoinConflict(
                BRANCH + branch + ": " + path, base.map(Bytes::of), ours.map(Bytes::of), theirs.map(Bytes::of));
    }
}
