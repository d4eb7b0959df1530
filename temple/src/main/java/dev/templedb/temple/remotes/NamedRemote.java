package dev.templedb.temple.remotes;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A place to share with, as the temple knows it.
///
/// @param address the absolute path of a folder, or the address of a server without a slash at the end
public record NamedRemote(long id, String name, Kind kind, String address) {
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
