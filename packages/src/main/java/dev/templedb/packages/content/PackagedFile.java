package dev.templedb.packages.content;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One file of the tree that the project's `HEAD` names, with what is known of it.
///
/// @param path       bytes of the path, `/` between names; need not be UTF-8
/// @param mode       git's mode as it stands in the tree: `0100644`, `0100755`, `0120000`, `0160000` …
/// @param blob       git id of the content; for a submodule, of its commit
/// @param sha256     of the content; null for a submodule
/// @param bytes      length of the content; 0 for a submodule
/// @param type       the Python tool's word for the kind of file, such as `python` or `config_json`
/// @param language   such as `Java`, or null
/// @param lines      line count of a text file
/// @param codeLines  lines that are neither blank nor only comment
/// @param complexity decision points, see the file metadata guide
/// @param versions   how many commits changed this path
/// @param changedAt  when the last of them was made
/// @param author     who made it, or null when nobody knows
public record PackagedFile(
        byte[] path,
        int mode,
        GitId blob,
        @Nullable Sha256 sha256,
        long bytes,
        String type,
        @Nullable String language,
        long lines,
        long codeLines,
        long complexity,
        int versions,
        Instant changedAt,
        @Nullable String author) {
    /// Whether this is a file of the project's own, and not a submodule.
    public boolean hasContent() {
        return sha256 != null;
    }

    /// The path as text; bytes that are not UTF-8 become replacement characters.
    public String displayPath() {
        return new String(path, java.nio.charset.StandardCharsets.UTF_8);
    }
}
