package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to be pushed.
///
/// @param expected   the state that the remote project is believed to have; empty: there is no such project, or it is
/// empty
/// @param known      states from which an increment can be made, the newest first
/// @param state      the state that it shall have
/// @param facts      what the state says of the project, as [FolderEntry] has it
/// @param visibility of the project if it is new; its own when nothing is said
/// @param tags       to find the project by on the remote, besides those that it has
/// @param version    names the state for good, if one is to be published
/// @param by         who pushes, where the remote does not know better
/// @param unfinished what an earlier run has begun to send
public record PushOffer(
        RemoteRef ref,
        Optional<Sha256> expected,
        List<Sha256> known,
        Sha256 state,
        Json.Obj facts,
        Optional<String> visibility,
        List<String> tags,
        Optional<NewVersion> version,
        String by,
        UnfinishedUploads unfinished) {
    public PushOffer {
        known = List.copyOf(known);
        tags = List.copyOf(tags);
    }

    /// The error for an offer that came too late.
    TempleException moved(@Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.REMOTE_MOVED,
                "Somebody else has pushed to %s meanwhile; nothing was pushed.".formatted(ref),
                cause);
    }
}
