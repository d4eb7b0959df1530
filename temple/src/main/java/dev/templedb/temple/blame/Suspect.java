package dev.templedb.temple.blame;

import dev.templedb.core.GitId;
import dev.templedb.temple.history.FilePath;
import java.util.ArrayList;
import java.util.List;

/// A version of the file, with the lines that it may have written.
final class Suspect {
    private final int commit;
    private final FilePath path;
    private final int mode;
    private final GitId blob;
    private final List<Span> spans = new ArrayList<>();

    /// Lines that stand behind each other here and in the file that is asked about.
    ///
    /// @param wanted where the first one stands in the file that is asked about, from 0
    /// @param start  where it stands here, from 0
    record Span(int wanted, int start, int length) {
        int end() {
            return start + length;
        }

        /// The part between two places here.
        Span part(int from, int to) {
            return new Span(wanted + from - start, from, to - from);
        }

        Span at(int newStart) {
            return new Span(wanted, newStart, length);
        }
    }

    /// @param commit the number of the commit that has this version
    Suspect(int commit, FilePath path, int mode, GitId blob) {
        this.commit = commit;
        this.path = path;
        this.mode = mode;
        this.blob = blob;
    }

    int commit() {
        return commit;
    }

    FilePath path() {
        return path;
    }

    int mode() {
        return mode;
    }

    GitId blob() {
        return blob;
    }

    List<Span> spans() {
        return spans;
    }
}
