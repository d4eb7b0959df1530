package dev.templedb.packages.signatures;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lets the programs sign that keep people's keys: they ask for passphrases themselves, at the terminal or through an
/// agent, so that none passes through here. Nothing but names of keys is on their command lines.
///
/// @param environment what the programs are told beside the environment of this process, such as where an agent listens
record KeyPrograms(Map<String, String> environment) {
    /// With the agents and the keyring of the user who runs this.
    static final KeyPrograms OF_USER = new KeyPrograms(Map.of());

    /// `ssh-keygen -Y sign` with the key in `file`, or the agent's when that holds a public key.
    String ssh(Path file, String namespace, byte[] data) {
        return run(List.of("ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", file.toString()), data);
    }

    /// `gpg --detach-sign` with the user's key `id`, or their usual one when it is empty.
    String gpg(String id, byte[] data) {
        var words = new ArrayList<>(List.of("gpg", "--armor", "--detach-sign", "--output", "-"));
        if (!id.isEmpty()) {
            words.addAll(List.of("--local-user", id));
        }
        return run(words, data);
    }

    /// Runs a program that reads `data` and writes a signature.
    ///
    /// @throws TempleException with `SIGNING_KEY_UNUSABLE` and what the program said; with `INTERRUPTED`
    String run(List<String> words, byte[] data) {
        try {
            var builder = new ProcessBuilder(words);
            builder.environment().putAll(environment);
            var process = builder.start();
            var problem = new StringBuilder();
            var listener = Thread.ofVirtual().start(() -> {
                try (var err = process.getErrorStream()) {
                    problem.append(new String(err.readNBytes(1 << 14), StandardCharsets.UTF_8));
                    err.transferTo(OutputStream.nullOutputStream());
                } catch (IOException gone) {
                    // The exit code says it.
                }
            });
            try (var in = process.getOutputStream()) {
                in.write(data);
            } catch (IOException ended) {
                // It ended before it read; why is on its standard error.
            }
            String signature;
            try (var out = process.getInputStream()) {
                signature = new String(out.readNBytes(PackageSignature.MOST_BYTES), StandardCharsets.ISO_8859_1);
            }
            int status = process.waitFor();
            listener.join();
            if (status != 0) {
                var said = problem.toString().strip();
                throw refused(words, said.isEmpty() ? "it ended with status %d".formatted(status) : said);
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
