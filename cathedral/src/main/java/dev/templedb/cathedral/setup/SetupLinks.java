package dev.templedb.cathedral.setup;

import dev.templedb.cathedral.secrets.Secrets;
import dev.templedb.core.Sha256;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One-time links to the first administrator, since others may have registered before. Only their hashes are kept, and
/// each works once, for a day.
///
/// Safe for use by several threads and several servers.
@Singleton
public final class SetupLinks {
    private static final Logger LOG = Logger.getLogger(SetupLinks.class);
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final PostgresSetupTokens tokens;
    private volatile @Nullable Path left;

    SetupLinks(PostgresSetupTokens tokens) {
        this.tokens = tokens;
    }

    /// Makes a link when there is no administrator, and leaves it in `file` for its owner alone; removes the file
    /// otherwise.
    ///
    /// @param address where users reach the server
    public Optional<String> offer(String address, Path file) {
        try {
            if (tokens.administratorsExist()) {
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            String token = Secrets.next();
            tokens.add(hash(token), LIFETIME);
            String link = "%s/setup?token=%s".formatted(address, token);
            write(link, file);
            left = file;
            return Optional.of(link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Uses a token up, in the transaction that makes the first administrator. When that is committed, the file
    /// that
    /// was left here goes.
    ///
    /// @return whether it was good: known, not used, not expired, and there is no administrator yet
    public boolean redeem(Handle transaction, String token) {
        boolean isGood = tokens.redeem(transaction, hash(token));
        if (isGood) {
            transaction.afterCommit(this::removeLeft);
        }
        return isGood;
    }

    private void removeLeft() {
        var file = left;
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The administrator is there, and the link leads nowhere; the next start removes it.
            LOG.warnf(e, "The used link in %s could not be removed", file);
        }
    }

    private static byte[] hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    private static void write(String link, Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, link + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
