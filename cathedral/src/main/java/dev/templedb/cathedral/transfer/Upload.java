package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.core.Sha256;
import dev.templedb.storage.ObjectKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A package on its way to the server.
///
/// @param address     where it is to go; there may be no project yet
/// @param state       that it is of
/// @param bytes       length of the package
/// @param partBytes   length of every part but the last
/// @param committedAt when a push was made of it; null for one that is not finished
public record Upload(
        UUID id,
        ProjectAddress address,
        Sha256 state,
        long bytes,
        int partBytes,
        Instant expiresAt,
        @Nullable Instant committedAt) {
    static final String FOLDER = "uploads/";

    /// A part that has arrived.
    public record Part(int number, int bytes, Sha256 sha256) {}

    /// Whether it was begun for a project.
    boolean isTo(ProjectAddress project) {
        return address.owner().equalsIgnoreCase(project.owner())
                && address.slug().equalsIgnoreCase(project.slug());
    }

    int partCount() {
        return Math.toIntExact((bytes + partBytes - 1) / partBytes);
    }

    /// How many bytes part `number` has.
    int partLength(int number) {
        return (int) Math.min(partBytes, bytes - (long) number * partBytes);
    }

    ObjectKey key(int number) {
        return new ObjectKey("%s%s/%06d".formatted(FOLDER, id, number));
    }
}
