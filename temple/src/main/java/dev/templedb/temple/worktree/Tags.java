package dev.templedb.temple.worktree;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.objects.TagText;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TagPeeling;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tags of a project, to look at. Immutable.
public final class Tags {
    private final Temple temple;
    private final Project project;

    /// Those of `project`.
    public Tags(Temple temple, Project project) {
        this.temple = temple;
        this.project = project;
    }

    /// A tag.
    ///
    /// @param name      as people call it
    /// @param target    the commit that it leads to; what it names itself when that is no commit
    /// @param annotated whether it says who made it and why
    /// @param subject   the first line of its message, or of the commit's; empty when neither has one
    /// @param at        when it was made, or the commit; absent when nothing says so
    public record Tag(String name, GitId target, boolean annotated, String subject, Optional<Instant> at) {}

    /// All tags by name. Reads one or two objects for each.
    public List<Tag> list() {
        return temple.file().read(tx -> {
            try (var stored = new StoredObjects(tx)) {
                return new SqliteRefStore(tx, project.id())
                        .refs().entrySet().stream()
                                .filter(ref -> ref.getKey().startsWith(Branches.TAGS))
                                .map(ref ->
                                        read(ref.getKey().substring(Branches.TAGS.length()), ref.getValue(), stored))
                                .toList();
            }
        });
    }

    private static Tag read(String name, GitId named, StoredObjects stored) {
        var object = stored.read(named);
        var target = TagPeeling.commit(stored, named).orElse(named);
        boolean annotated = object.kind() == ObjectKind.TAG;
        try {
            return switch (object.kind()) {
                case TAG -> annotated(name, target, object);
                case COMMIT -> {
                    var commit = CommitText.parse(object.bytes());
                    yield new Tag(
                            name,
                            target,
                            false,
                            commit.subject(),
                            Optional.of(commit.committer().at()));
                }
                default -> new Tag(name, target, false, "", Optional.empty());
            };
        } catch (MalformedObject unreadable) {
            return new Tag(name, target, annotated, "", Optional.empty());
        }
    }

    private static Tag annotated(String name, GitId target, RawObject object) throws MalformedObject {
        var tag = TagText.parse(object.bytes(), 0, object.bytes().length);
        var subject = tag.message().strip().lines().findFirst().orElse("").stripTrailing();
        return new Tag(name, target, true, subject, tag.tagger().map(tagger -> tagger.at()));
    }
}
