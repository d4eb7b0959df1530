package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a commit's raw bytes say. The bytes are the truth; this is a reading of them.
///
/// @param tree      the root tree
/// @param parents   in their order; empty for a root, several for a merge
/// @param author    who wrote the change
/// @param committer who made the commit
/// @param message   the whole message, read in the commit's encoding
/// @param signed    whether it carries a signature (`gpgsig`)
public record CommitText(
        GitId tree, List<GitId> parents, Person author, Person committer, String message, boolean signed) {
    public CommitText {
        parents = List.copyOf(parents);
    }

    /// Reads the `length` bytes from `offset`.
    ///
    /// @throws MalformedObject when tree or parents cannot be read
    public static CommitText parse(byte[] raw, int offset, int length) throws MalformedObject {
        @Nullable GitId tree = null;
        var parents = new ArrayList<GitId>();
        int[] author = new int[2];
        int[] committer = new int[2];
        @Nullable String encoding = null;
        var signed = false;
        var headers = new Headers(raw, offset, length);
        while (headers.next()) {
            if (tree == null && headers.isNamed("tree")) {
                tree = id(headers.value());
            } else if (headers.isNamed("parent")) {
                parents.add(id(headers.value()));
            } else if (headers.isNamed("author")) {
                author = new int[] {headers.valueStart(), headers.valueEnd()};
            } else if (headers.isNamed("committer")) {
                committer = new int[] {headers.valueStart(), headers.valueEnd()};
            } else if (headers.isNamed("encoding")) {
                encoding = headers.value();
            } else if (headers.isNamed("gpgsig") || headers.isNamed("gpgsig-sha256")) {
                signed = true;
            }
        }
        if (tree == null) {
            throw new MalformedObject("it names no tree");
        }
        var charset = Headers.charset(encoding);
        int start = headers.messageStart();
        return new CommitText(
                tree,
                parents,
                Person.parse(raw, author[0], author[1], charset),
                Person.parse(raw, committer[0], committer[1], charset),
                new String(raw, start, offset + length - start, charset),
                signed);
    }

    /// Reads all of `raw`.
    ///
    /// @throws MalformedObject when tree or parents cannot be read
    public static CommitText parse(byte[] raw) throws MalformedObject {
        return parse(raw, 0, raw.length);
    }

    /// The first line of the message.
    public String subject() {
        return message.strip().lines().findFirst().orElse("").stripTrailing();
    }

    static GitId id(String hex) throws MalformedObject {
        try {
            return GitId.parse(hex);
        } catch (IllegalArgumentException notAnId) {
            throw new MalformedObject("it refers to something that is no git id");
        }
    }
}
