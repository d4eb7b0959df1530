package dev.templedb.cathedral.transfer;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a fetch is to bring.
///
/// @param version a version, or `latest`; null for none in particular
/// @param state   a state; null for none in particular. With neither it is the present one
/// @param have    states that the caller has
/// @param commits commits that the caller has, with all that they reach; asked when no state is known
public record FetchRequest(
        @Nullable String version, @Nullable Sha256 state, List<Sha256> have, List<GitId> commits) {
    /// The most states and commits that are looked at.
    static final int MOST_NAMES = 1000;

    public FetchRequest {
        have = List.copyOf(have.subList(0, Math.min(MOST_NAMES, have.size())));
        commits = List.copyOf(commits.subList(0, Math.min(MOST_NAMES, commits.size())));
    }
}
