package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.state.Head;
import dev.templedb.temple.history.FilePath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// A directory that a project is checked out to.
///
/// @param uuid      what its marker file says
/// @param directory its real path
/// @param branch    the full name of the branch that commits made there move; empty: they move none
/// @param base      the commit whose files were written there; empty before the project's first commit
public record Checkout(
        long id, UUID uuid, long project, String slug, Path directory, Optional<String> branch, Optional<GitId> base) {
    /// What `HEAD` means there.
    public Head head() {
        return branch.<Head>map(Head.Branch::new).orElseGet(() -> new Head.Detached(base.orElseThrow()));
    }

    /// The branch as people call it, or the beginning of the commit's id.
    public String where() {
        return branch.map(ref -> ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : ref)
                .orElseGet(() -> base.orElseThrow().abbreviated(10));
    }

    /// What `ref` means there: `HEAD` and `@`, with what may follow them, are the directory's own.
    public String expand(String ref) {
        for (var head : new String[] {"HEAD", "@"}) {
            if (ref.startsWith(head)
                    && (ref.length() == head.length() || "~^".indexOf(ref.charAt(head.length())) >= 0)) {
                return base.map(commit -> commit.hex() + ref.substring(head.length()))
                        .orElse(ref);
            }
        }
        return ref;
    }

    /// The project's path of a file that lies, or could lie, in the directory.
    ///
    /// @param absolute normalized, and below [#directory]
    public FilePath path(Path absolute) {
        return absolute.equals(directory)
                ? FilePath.of(new byte[0])
                : FilePath.of(NativeNames.bytes(directory.relativize(absolute)));
    }
}
