package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.settings.OwnerAlone;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.storage.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// What transfer goes by.
///
/// @param scratch       a directory of this process alone for packages that are being read or made
/// @param partBytes     length of the parts of an upload; small enough for proxies
/// @param uploadLife    how long an unfinished upload is kept after it was begun
/// @param mostBytes     the most bytes that a package may have, compressed, and the most that it may have raw
/// @param mostObjects   the most objects that a package may have
/// @param smallBytes    the most bytes that a push in one request may have
/// @param indexBytes    how much memory the indexes of packs may take
/// @param keptStates    how many old states of a project stay known, so that those who have them are sent little
/// @param grace         how long a pack that nothing refers to stays in storage
public record TransferConfig(
        Path scratch,
        int partBytes,
        Duration uploadLife,
        long mostBytes,
        long mostObjects,
        int smallBytes,
        long indexBytes,
        int keptStates,
        Duration grace) {
    /// What a server uses by its settings; this process's scratch directory is made, and those of processes that
    /// are
    /// gone are removed.
    ///
    /// @param dataDirectory where the server keeps everything
    public static TransferConfig of(Settings settings, Path dataDirectory) {
        try {
            var scratch = OwnerAlone.directory(dataDirectory.resolve("scratch"));
            return in(ScratchDirectory.in(scratch), settings.get(StorageSettings.GRACE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What a server uses if nothing is set.
    public static TransferConfig in(Path scratch) {
        return in(scratch, Duration.ofHours(24));
    }

    /// The same with another grace period.
    private static TransferConfig in(Path scratch, Duration grace) {
        return new TransferConfig(
                scratch, 8 << 20, Duration.ofHours(24), 64L << 30, 4_000_000, 1 << 20, 48L << 20, 100, grace);
    }
}
