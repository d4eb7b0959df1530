package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import java.util.Optional;

/// How one file differs between two trees. A renamed file is one deleted and one added.
///
/// @param oldMode as it stands in the old tree, such as `0100644`; 0 when the file was not there
/// @param newMode the same for the new tree
/// @param oldBlob its content then (for a submodule the commit); absent when the file was not there
/// @param newBlob the same for the new tree
public record FileChange(
        FilePath path, Status status, int oldMode, Optional<GitId> oldBlob, int newMode, Optional<GitId> newBlob) {
    /// What happened to the file, by the letter that git shows.
    public enum Status {
        ADDED('A'),
        MODIFIED('M'),
        DELETED('D'),
        /// It became something else, such as a symbolic link.
        TYPE_CHANGED('T');

        private final char letter;

        Status(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }

        /// What the modes of two sides say; 0 stands for no file.
        public static Status of(int oldMode, int newMode) {
            if (oldMode == 0) {
                return ADDED;
            }
            if (newMode == 0) {
                return DELETED;
            }
            return (oldMode & 0170000) == (newMode & 0170000) ? MODIFIED : TYPE_CHANGED;
        }
    }
}
