package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Git's form of commits and tags that are made here.
public final class CommitBytes {
    private CommitBytes() {}

    /// A commit; what git's format cannot hold is left out of names and message.
    public static byte[] commit(
            GitId tree,
            List<GitId> parents,
            WorkAuthor.Signature author,
            WorkAuthor.Signature committer,
            String message) {
        var text = new StringBuilder("tree ").append(tree.hex()).append('\n');
        parents.forEach(parent -> text.append("parent ").append(parent.hex()).append('\n'));
        text.append("author ").append(person(author)).append("\ncommitter ").append(person(committer));
        return text.append("\n\n").append(clean(message)).toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] tag(GitId target, String name, WorkAuthor.Signature tagger, String message) {
        return "object %s\ntype commit\ntag %s\ntagger %s\n\n%s"
                .formatted(target.hex(), name, person(tagger), clean(message))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String person(WorkAuthor.Signature person) {
        int minutes = Math.abs(person.zoneMinutes());
        return "%s <%s> %d %s%02d%02d"
                .formatted(
                        plain(person.name()),
                        plain(person.email()),
                        person.at().getEpochSecond(),
                        person.zoneMinutes() < 0 ? "-" : "+",
                        minutes / 60,
                        minutes % 60);
    }

    /// What git's format cannot hold is left out.
    private static String plain(String text) {
        return text.replaceAll("[<>\\n\\r\\x00]", "").strip();
    }

    /// As git cleans messages up: no spaces at the ends of lines, no empty lines at the ends, one at most between
    /// others.
    static String clean(String message) {
        var clean = new StringBuilder();
        int empty = 0;
        for (var line : message.replace("\0", "").split("\\r?\\n", -1)) {
            var stripped = line.stripTrailing();
            if (stripped.isEmpty()) {
                empty++;
            } else {
                clean.append(empty > 0 && !clean.isEmpty() ? "\n" : "")
                        .append(stripped)
                        .append('\n');
                empty = 0;
            }
        }
        return clean.toString();
    }
}
