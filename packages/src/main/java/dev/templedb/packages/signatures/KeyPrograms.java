package dev.templedb.packages.signatures;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Lets the programs sign that keep people's keys: they ask for passphrases themselves, at the terminal or through an
/// agent, so that none passes through here. Nothing but names of keys is on their command lines.
final class KeyPrograms {
    private static final long PATIENCE_MINUTES = 5;

    private KeyPrograms() {}

    /// `ssh-keygen -Y sign` with the key in `file`, or the agent's when that holds a public key.
    static String ssh(Path file, String namespace, byte[] data) {
        return run(List.of("ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", file.toString()), data);
    }

    /// `gpg --detach-sign` with the user's key `id`, or their usual one when it is empty.
    static String gpg(String id, byte[] data) {
        var words = new ArrayList<>(List.of("gpg", "--armor", "--detach-sign", "--output", "-"));
        if (!id.isEmpty()) {
            words.addAll(List.of("--local-user", id));
        }
        return run(words, data);
    }

    private static String run(List<String> words, byte[] data) {
        try {
            var process = new ProcessBuilder(words).start();
            var problem = new StringBuilder();
            var listener = Thread.ofVirtual().start(() -> {
                try (var err = process.getErrorStream()) {
                    problem.append(new String(err.readNBytes(1 << 14), StandardCharsets.UTF_8));
                    err.transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    // The exit code says it.
                }
            });
            try (var in = process.getOutputStream()) {
                in.write(data);
            } catch (IOException ended) {
                // It ended before it read; why is on its standard error.
            }
            var signature = new String(
                    process.getInputStream().readNBytes(PackageSignature.MOST_BYTES), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                throw refused(words, "it did not end");
            }
            listener.join();
            if (process.exitValue() != 0) {
                throw refused(words, problem.toString().strip());
            }
            return signature;
        } catch (IOException missing) {
            throw refused(words, "it is not installed");
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "Signing was interrupted.", interrupt);
        }
    }

    private static TempleException refused(List<String> words, String why) {
        return new TempleException(
                ErrorCode.SIGNING_KEY_UNUSABLE,
                "%s could not sign: %s.".formatted(words.getFirst(), Printable.text(why.replaceAll("\\.?\\s*$", ""))));
    }
}
