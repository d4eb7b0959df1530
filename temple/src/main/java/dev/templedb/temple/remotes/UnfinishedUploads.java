package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import java.util.Optional;
import java.util.UUID;

/// Packages of one project that are on their way to a server, so that a run that was cut is gone on with by the next.
public interface UnfinishedUploads {
    /// Remembers nothing.
    UnfinishedUploads NONE = new UnfinishedUploads() {
        @Override
        public Optional<UUID> find(Sha256 packageHash) {
            return Optional.empty();
        }

        @Override
        public void begun(Sha256 packageHash, UUID upload) {}

        @Override
        public void ended(Sha256 packageHash) {}
    };

    /// The upload that was begun for the package with this hash.
    Optional<UUID> find(Sha256 packageHash);

    /// Remembers an upload.
    void begun(Sha256 packageHash, UUID upload);

    /// Forgets the upload of a package.
    void ended(Sha256 packageHash);
}
