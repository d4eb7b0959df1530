package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.objects.TagText;
import dev.templedb.temple.intake.TreeFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rewrites commits and tags over filtered trees. An object of which nothing changes keeps its bytes and so its id; one
/// that changes loses its
/// signature, which would no longer hold, and keeps every other byte.
final class HistoryRewriter {
    private static final List<String> SIGNATURES = List.of("gpgsig ", "gpgsig-sha256 ", "mergetag ");

    private final ObjectSource source;
    private final TreeFilter trees;
    private final Map<GitId, RawObject> made;
    private final Map<GitId, GitId> renamed = new HashMap<>();
    private final ObjectHasher hasher = new ObjectHasher();
    private long signaturesLost;

    HistoryRewriter(ObjectSource source, TreeFilter trees, Map<GitId, RawObject> made) {
        this.source = source;
        this.trees = trees;
        this.made = made;
    }

    /// How many signatures were dropped so far.
    long signaturesLost() {
        return signaturesLost;
    }

    /// The id that an object has now; its own when it was not rewritten.
    GitId now(GitId id) {
        return renamed.getOrDefault(id, id);
    }

    /// Rewrites a commit whose parents were rewritten before.
    void commit(GitId id) {
        var raw = source.read(id).bytes();
        var commit = parse(id, raw);
        var tree = trees.apply(commit.tree());
        var unchanged = tree.equals(commit.tree())
                && commit.parents().stream().allMatch(parent -> now(parent).equals(parent));
        if (!unchanged) {
            renamed.put(id, add(ObjectKind.COMMIT, rewrite(raw, commit.tree(), tree)));
        }
    }

    /// Rewrites an annotated tag, and what it names if that is a tag too.
    void tag(GitId id) {
        var raw = source.read(id).bytes();
        try {
            var tag = TagText.parse(raw, 0, raw.length);
            if (tag.targetKind() == ObjectKind.TAG) {
                tag(tag.target());
            }
            var target = tag.targetKind() == ObjectKind.TREE ? trees.apply(tag.target()) : now(tag.target());
            if (!target.equals(tag.target())) {
                renamed.put(id, add(ObjectKind.TAG, withoutTrailingSignature(rewrite(raw, tag.target(), target))));
            }
        } catch (MalformedObject damaged) {
            throw damaged(id, damaged);
        }
    }

    private GitId add(ObjectKind kind, byte[] bytes) {
        var id = hasher.gitId(kind, bytes);
        made.put(id, new RawObject(kind, bytes));
        return id;
    }

    /// Copies header by header: references are replaced, signatures left out, everything else stays as it is.
    private byte[] rewrite(byte[] raw, GitId oldTarget, GitId newTarget) {
        var out = new ByteArrayOutputStream(raw.length);
        int at = 0;
        var skipping = false;
        while (at < raw.length && raw[at] != '\n') {
            int end = lineEnd(raw, at);
            var line = new String(raw, at, end - at, StandardCharsets.ISO_8859_1);
            if (!line.startsWith(" ")) {
                skipping = SIGNATURES.stream().anyMatch(line::startsWith);
                signaturesLost += skipping ? 1 : 0;
            }
            if (!skipping) {
                out.writeBytes(replace(line, oldTarget, newTarget).getBytes(StandardCharsets.ISO_8859_1));
            }
            at = end;
        }
        out.write(raw, at, raw.length - at);
        return out.toByteArray();
    }

    private String replace(String line, GitId oldTarget, GitId newTarget) {
        if (line.equals("tree " + oldTarget + "\n") || line.equals("object " + oldTarget + "\n")) {
            return line.replace(oldTarget.hex(), newTarget.hex());
        }
        if (line.startsWith("parent ") && line.length() == "parent ".length() + 2 * GitId.BYTES + 1) {
            return "parent "
                    + now(GitId.parse(line.substring("parent ".length()).strip())) + "\n";
        }
        return line;
    }

    private byte[] withoutTrailingSignature(byte[] tag) {
        var text = new String(tag, StandardCharsets.ISO_8859_1);
        for (var begin : List.of(
                "-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----")) {
            int at = text.startsWith(begin) ? 0 : text.indexOf("\n" + begin) + 1;
            if (at > 0) {
                signaturesLost++;
                return text.substring(0, at).getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return tag;
    }

    private static int lineEnd(byte[] raw, int from) {
        int at = from;
        while (at < raw.length && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, raw.length);
    }

    static CommitText parse(GitId id, byte[] raw) {
        try {
            return CommitText.parse(raw);
        } catch (MalformedObject damaged) {
            throw damaged(id, damaged);
        }
    }

    private static TempleException damaged(GitId id, MalformedObject why) {
        return new TempleException(
                ErrorCode.TEMPLE_CORRUPT, "Object %s is damaged: %s.".formatted(id, why.getMessage()), why);
    }
}
