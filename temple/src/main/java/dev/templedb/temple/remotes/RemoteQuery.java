package dev.templedb.temple.remotes;

import java.util.List;
import java.util.Optional;

/// Which projects to list.
///
/// @param words all must be found in what is known of a project; empty: all projects
/// @param owner only theirs
/// @param tags  all of these
/// @param most  at most so many
public record RemoteQuery(
        String words,
        Optional<String> owner,
        List<String> tags,
        Optional<String> visibility,
        Optional<String> sort,
        int most) {
    public RemoteQuery {
        tags = List.copyOf(tags);
    }
}
