package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.forks.ForkContent;
import dev.templedb.core.Sha256;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Begins forks with what their sources have: the same packs, of which none is copied.
@Singleton
final class SharedForkContent implements ForkContent {
    private final PostgresStateStore states = new PostgresStateStore();

    @Override
    public void share(Handle handle, UUID source, UUID fork, String stateRoot) {
        states.share(handle, source, Sha256.parse(stateRoot), fork);
    }
}
