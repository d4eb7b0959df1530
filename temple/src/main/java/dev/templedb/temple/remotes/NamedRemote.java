package dev.templedb.temple.remotes;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A place to share with, as the temple knows it.
///
/// @param id      0 for a server that only a command line names
/// @param address the absolute path of a folder, or the address of a server without a slash at the end
public record NamedRemote(long id, String name, Kind kind, String address) {
    private static final long NOT_KEPT = 0;

    /// A server that the temple does not know.
    static NamedRemote passing(String name, String address) {
        return new NamedRemote(NOT_KEPT, name, Kind.SERVER, address);
    }

    /// Whether the temple knows it.
    public boolean isKept() {
        return id != NOT_KEPT;
    }

    /// What it is.
    public enum Kind {
        FOLDER,
        SERVER;

        /// The word for people and the database.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String word) {
            return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }
    }
}
