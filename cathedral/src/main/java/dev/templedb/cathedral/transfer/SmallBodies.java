package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Bounds how many pushes in one request are under way: all together, and of one user. Thread-safe.
final class SmallBodies {
    private final int most;
    private final int mostOfOne;
    private final Map<UUID, Integer> taken = new HashMap<>();
    private int all;

    SmallBodies(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// A place, until it is closed.
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /// @throws TempleException with `SERVER_BUSY` when there is no place
    synchronized Place take(UUID user) {
        if (all >= most || taken.getOrDefault(user, 0) >= mostOfOne) {
            throw new TempleException(ErrorCode.SERVER_BUSY, "Too many pushes are under way at the moment.");
        }
        all++;
        taken.merge(user, 1, Integer::sum);
        return () -> giveBack(user);
    }

    private synchronized void giveBack(UUID user) {
        all--;
        taken.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }
}
