package dev.templedb.temple.projects;

import java.util.List;
import java.util.Optional;

/// The names in a project's history, by their short forms, sorted.
///
/// @param head     the branch that HEAD names, or a commit id; nothing for a project without history
/// @param branches names below `refs/heads/`
/// @param tags     names below `refs/tags/`
/// @param others   full names of all other refs
public record ProjectRefs(Optional<String> head, List<String> branches, List<String> tags, List<String> others) {
    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";

    static ProjectRefs of(Optional<String> head, List<String> names) {
        return new ProjectRefs(
                head.map(name -> name.startsWith(HEADS) ? name.substring(HEADS.length()) : name),
                below(HEADS, names),
                below(TAGS, names),
                names.stream()
                        .filter(name -> !name.startsWith(HEADS) && !name.startsWith(TAGS))
                        .toList());
    }

    private static List<String> below(String prefix, List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }
}
