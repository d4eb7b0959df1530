package dev.templedb.temple.remotes;

import dev.templedb.core.Sha256;
import dev.templedb.temple.Temple;
import java.util.Optional;
import java.util.UUID;

/// The uploads of one project that a temple remembers.
record StoredUploads(Temple temple, long remote, RemoteRef ref) implements UnfinishedUploads {
    @Override
    public Optional<UUID> find(Sha256 packageHash) {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).upload(remote, ref, packageHash));
    }

    @Override
    public void begun(Sha256 packageHash, UUID upload) {
        temple.file().<Optional<String>>write(tx -> {
            new SqliteRemoteStore(tx)
                    .uploads(remote, ref, packageHash, upload, temple.clock().instant());
            return Optional.empty();
        });
    }

    @Override
    public void ended(Sha256 packageHash) {
        temple.file().<Optional<String>>write(tx -> {
            new SqliteRemoteStore(tx).forgetUpload(remote, ref, packageHash);
            return Optional.empty();
        });
    }
}
