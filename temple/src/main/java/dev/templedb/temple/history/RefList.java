package dev.templedb.temple.history;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.Person;
import dev.templedb.packages.state.Head;
import java.util.List;
import java.util.Optional;

/// The refs of a project, each list by name.
///
/// @param head what `HEAD` points to; absent in a project that never had a history
public record RefList(Optional<Head> head, List<Branch> branches, List<Tag> tags, List<OtherRef> others) {
    public RefList {
        branches = List.copyOf(branches);
        tags = List.copyOf(tags);
        others = List.copyOf(others);
    }

    /// A branch.
    ///
    /// @param name   without `refs/heads/`
    /// @param isHead whether `HEAD` points to it
    /// @param tip    its newest commit
    public record Branch(String name, boolean isHead, Commit tip) {}

    /// A tag of the history.
    ///
    /// @param name       without `refs/tags/`
    /// @param target     the object that the ref names: a tag object if the tag is annotated
    /// @param kind       what the tag leads to in the end
    /// @param object     the object that the tag leads to in the end
    /// @param annotation what the tag object says; absent for a lightweight tag
    public record Tag(String name, GitId target, ObjectKind kind, GitId object, Optional<Annotation> annotation) {}

    /// What an annotated tag says.
    ///
    /// @param tagger  absent in very old tags
    /// @param message without the signature
    /// @param signed  whether a signature follows the message, which nobody has verified here
    public record Annotation(Optional<Person> tagger, String message, boolean signed) {}

    /// A ref that is neither branch nor tag, such as `refs/notes/commits`.
    ///
    /// @param name the full name
    public record OtherRef(String name, GitId target) {}
}
