package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A project as a remote describes it.
///
/// @param state     the content root of the shared state; empty before the first push
/// @param latest    the highest version that is neither yanked nor a pre-release
/// @param cloneUrl  where `git clone` finds it; empty where it does not
/// @param source    what it was forked from
/// @param watchers  how many watch it
/// @param signedVersions `required` where versions must be signed by a key of a profile, `marked` where they need not
/// @param stars     empty where nobody counts
/// @param updatedAt of the last push
public record RemoteProject(
        RemoteRef ref,
        String name,
        Optional<String> description,
        String visibility,
        List<String> tags,
        Optional<String> license,
        Optional<Sha256> state,
        Optional<VersionName> latest,
        Optional<URI> cloneUrl,
        Optional<String> source,
        Optional<Long> stars,
        Optional<Long> forks,
        Optional<Long> watchers,
        Optional<Long> downloads,
        Optional<String> signedVersions,
        Optional<Instant> updatedAt) {
    public RemoteProject {
        tags = List.copyOf(tags);
    }
}
