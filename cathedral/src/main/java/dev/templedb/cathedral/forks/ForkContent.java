package dev.templedb.cathedral.forks;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Lets a fork have what its source has. The transfer implements it.
public interface ForkContent {
    /// Gives `fork` the state `stateRoot` of `source`, in the transaction in which the fork is made. Frames are
    /// shared,
    /// not copied.
    void share(Handle handle, UUID source, UUID fork, String stateRoot);
}
