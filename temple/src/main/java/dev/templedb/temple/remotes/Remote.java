package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.temple.secrets.Readers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A place where projects are shared. Every implementation passes `RemoteContract`.
///
/// What comes from a remote is hostile until it is proved: whoever takes a package in verifies it. Not thread-safe.
public interface Remote extends AutoCloseable {
    /// Makes the package that is pushed.
    @FunctionalInterface
    interface PackageMaker {
        /// @param base the state on which the increment builds; empty: a whole package
        Path make(Optional<Sha256> base);
    }

    /// The name under which whoever pushes is known here, if it is known.
    Optional<String> me();

    /// The projects that match.
    List<RemoteProject> list(RemoteQuery query);

    /// The project of that name.
    Optional<RemoteProject> find(RemoteRef ref);

    /// What was published, the highest version first.
    ///
    /// @throws TempleException with `REMOTE_PROJECT_NOT_FOUND`
    List<RemoteVersion> versions(RemoteRef ref);

    /// One of them.
    ///
    /// @throws TempleException with `REMOTE_PROJECT_NOT_FOUND`
    Optional<RemoteVersion> version(RemoteRef ref, VersionName name);

    /// Brings what leads from one of the states that the caller has to the one that is wanted.
    ///
    /// @param have    states that the caller has, the newest first; the project has been in some of them
    /// @param scratch where packages may be put
    /// @throws TempleException with `REMOTE_PROJECT_NOT_FOUND` or `VERSION_NOT_FOUND`
    Fetched fetch(RemoteRef ref, Want want, Set<Sha256> have, Path scratch, Progress progress);

    /// Gives the project another state, and publishes a version of it. All or nothing; of several who push at once,
    /// one
    /// does it and the others are refused. A project that is not there is made.
    ///
    /// @param maker is asked once or twice, unless the project is in that state already
    /// @return how many bytes were there already, from a push that was cut
    /// @throws TempleException with `REMOTE_MOVED` when the project is at another state than expected, or
    /// `VERSION_ALREADY_EXISTS`
    long push(PushOffer offer, PackageMaker maker, Progress progress);

    /// Says that a version should no longer be used, or that it may be again. It can still be had by its name.
    ///
    /// @throws TempleException with `VERSION_NOT_FOUND`
    void yank(RemoteRef ref, VersionName version, boolean yanked, Optional<String> reason);

    /// Makes a new project of the state and the versions of another one, which remembers where it comes from.
    ///
    /// @throws TempleException with `REMOTE_PROJECT_NOT_FOUND` or `REMOTE_PROJECT_EXISTS`
    void fork(RemoteRef source, RemoteRef copy);

    /// Who works on a project, with the public keys of their profiles. A server may lie about both.
    ///
    /// @return empty where nobody keeps that, or does not tell the caller
    default Optional<List<Readers.Person>> people(RemoteRef ref) {
        return Optional.empty();
    }

    /// Stars a project, or takes the star away.
    default void star(RemoteRef ref, boolean starred) {
        throw new TempleException(ErrorCode.REMOTE_CANNOT, "There are no stars in a folder.");
    }

    @Override
    void close();
}
