package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.temple.Temple;
import java.util.Optional;
import java.util.UUID;

/// Packages of one project that are on their way to a server, which a temple remembers, so that a run that was cut is
/// gone on with by the next.
public record UnfinishedUploads(Temple temple, long remote, RemoteRef ref) {
    /// The upload that was begun for the package with this hash.
    Optional<UUID> find(Sha256 packageHash) {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).upload(remote, ref, packageHash));
    }

    /// Remembers an upload.
    void begun(Sha256 packageHash, UUID upload) {
        temple.file().<Optional<String>>write(tx -> {
            new SqliteRemoteStore(tx)
                    .uploads(remote, ref, packageHash, upload, temple.clock().instant());
            return Optional.empty();
        });
    }

    /// Forgets the upload of a package.
    void ended(Sha256 packageHash) {
        temple.file().<Optional<String>>write(tx -> {
            new SqliteRemoteStore(tx).forgetUpload(remote, ref, packageHash);
            return Optional.empty();
        });
    }
}
