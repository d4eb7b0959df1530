package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Git objects that are made here, kept in memory until they are taken in.
final class MadeObjects {
    private MadeObjects() {}

    static GitId add(Map<GitId, RawObject> made, ObjectKind kind, byte[] bytes, ObjectHasher hasher) {
        var id = hasher.gitId(kind, bytes);
        made.put(id, new RawObject(kind, bytes));
        return id;
    }

    /// Makes a commit of `tree`.
    static GitId commit(
            Map<GitId, RawObject> made,
            GitId tree,
            List<GitId> parents,
            Author author,
            Instant at,
            ZoneOffset zone,
            String message) {
        var text = new StringBuilder("tree ").append(tree.hex()).append('\n');
        parents.forEach(parent -> text.append("parent ").append(parent.hex()).append('\n'));
        int minutes = zone.getTotalSeconds() / 60;
        var person = "%s <%s> %d %s%02d%02d"
                .formatted(
                        author.name(),
                        author.email(),
                        at.getEpochSecond(),
                        minutes < 0 ? "-" : "+",
                        Math.abs(minutes) / 60,
                        Math.abs(minutes) % 60);
        text.append("author ")
                .append(person)
                .append("\ncommitter ")
                .append(person)
                .append("\n\n");
        text.append(message).append('\n');
        return add(made, ObjectKind.COMMIT, text.toString().getBytes(StandardCharsets.UTF_8), new ObjectHasher());
    }
}
