package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import java.time.Instant;
import java.util.Optional;

/// A published version.
///
/// @param yankReason only of one that is yanked
/// @param signed     `profile`, `unknown` or `none`: whether a key of a profile has signed it, some other key, or none;
/// where there are no profiles, all keys are unknown; empty from a server that does not say
/// @param signature  in text form
/// @param signedProject which project the signature names, as it was called then; empty for one over the state alone
/// @param signer     in whose profile its key is, by the word of a server
public record RemoteVersion(
        VersionName name,
        Sha256 state,
        Optional<String> notes,
        Optional<String> publishedBy,
        Instant publishedAt,
        boolean yanked,
        Optional<String> yankReason,
        Optional<String> signed,
        Optional<String> signature,
        Optional<String> signedProject,
        Optional<String> signer) {}
