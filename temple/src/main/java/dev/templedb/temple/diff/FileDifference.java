package dev.templedb.temple.diff;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FileChange;
import dev.templedb.temple.history.FilePath;
import java.util.Comparator;
import java.util.Optional;

/// How one file differs between two sides.
///
/// @param oldPath    where it was; empty when it is new
/// @param newPath    where it is; empty when it was deleted
/// @param oldMode    such as `0100644`; 0 when it is new
/// @param oldBlob    its content then (for a submodule the commit)
/// @param newMode    0 when it was deleted
/// @param newBlob    its content now
/// @param similarity of a renamed file: how much of its content stayed, in percent; 100 otherwise
public record FileDifference(
        Optional<FilePath> oldPath,
        Optional<FilePath> newPath,
        int oldMode,
        Optional<GitId> oldBlob,
        int newMode,
        Optional<GitId> newBlob,
        int similarity) {
    /// By path, as git lists them.
    public static final Comparator<FileDifference> BY_PATH =
            (left, right) -> left.path().compareTo(right.path());

    /// What happened to the file, by the letter that git shows.
    public enum Kind {
        ADDED('A'),
        MODIFIED('M'),
        DELETED('D'),
        /// It became something else, such as a symbolic link.
        TYPE_CHANGED('T'),
        RENAMED('R');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /// A difference at one path; mode 0 stands for no file.
    public static FileDifference at(
            FilePath path, int oldMode, Optional<GitId> oldBlob, int newMode, Optional<GitId> newBlob) {
        return new FileDifference(
                oldMode == 0 ? Optional.empty() : Optional.of(path),
                newMode == 0 ? Optional.empty() : Optional.of(path),
                oldMode,
                oldBlob,
                newMode,
                newBlob,
                100);
    }

    /// The same difference as two trees have it.
    public static FileDifference of(FileChange change) {
        return at(change.path(), change.oldMode(), change.oldBlob(), change.newMode(), change.newBlob());
    }

    /// Where the file is, or was when it is gone.
    public FilePath path() {
        return newPath.or(() -> oldPath).orElseThrow();
    }

    /// What happened to the file.
    public Kind kind() {
        if (oldPath.isEmpty()) {
            return Kind.ADDED;
        }
        if (newPath.isEmpty()) {
            return Kind.DELETED;
        }
        if (!oldPath.equals(newPath)) {
            return Kind.RENAMED;
        }
        return isSameType() ? Kind.MODIFIED : Kind.TYPE_CHANGED;
    }

    boolean isSameType() {
        return (oldMode & 0170000) == (newMode & 0170000);
    }

    /// Whether the bytes of the file are others than before.
    public boolean isContentChanged() {
        return !oldBlob.equals(newBlob);
    }
}
