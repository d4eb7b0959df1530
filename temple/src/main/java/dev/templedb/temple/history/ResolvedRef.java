package dev.templedb.temple.history;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Optional;

/// What a name such as `main`, `v1.0~2` or `3f2a91c` stands for.
///
/// @param asked  the name as it was given
/// @param ref    the full name of the ref it is, if it is one and nothing more, such as `refs/heads/main`
/// @param target the object it names; an annotated tag is not followed
/// @param commit the commit it leads to through any tags; absent when that is a tree or a file
/// @param tree   the tree it leads to: the commit's, or a tag's; absent when that is a file
public record ResolvedRef(
        String asked, Optional<String> ref, GitId target, Optional<GitId> commit, Optional<GitId> tree) {
    /// The commit.
    ///
    /// @throws TempleException with `REF_NOT_FOUND` when the name leads to something else
    public GitId requireCommit() {
        return commit.orElseThrow(() -> leadsToNo("commit"));
    }

    /// The tree.
    ///
    /// @throws TempleException with `REF_NOT_FOUND` when the name leads to something else
    public GitId requireTree() {
        return tree.orElseThrow(() -> leadsToNo("tree"));
    }

    private TempleException leadsToNo(String what) {
        return new TempleException(
                ErrorCode.REF_NOT_FOUND, "%s does not lead to a %s.".formatted(Printable.text(asked), what));
    }
}
