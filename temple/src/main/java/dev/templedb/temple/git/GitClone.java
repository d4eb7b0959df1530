package dev.templedb.temple.git;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Fetches a repository from an address into a bare repository on disk, with the user's own `git`, which knows their
/// credentials and proxies.
public final class GitClone {
    private static final Pattern ADDRESS =
            Pattern.compile("(https?|ssh|git|file)://.+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:.+", Pattern.CASE_INSENSITIVE);

    private GitClone() {}

    /// Whether `source` is the address of a repository and not a path.
    public static boolean isAddress(String source) {
        return ADDRESS.matcher(source).matches();
    }

    /// Clones all branches, tags and notes of `address` into `target`, which does not exist yet.
    ///
    /// @throws TempleException with `GIT_CLONE_FAILED`, with what git said
    public static void run(String address, Path target, Progress progress) {
        var command = List.of(
                "git",
                "clone",
                "--quiet",
                "--bare",
                "--no-local",
                "--config=remote.origin.fetch=+refs/notes/*:refs/notes/*",
                "--",
                address,
                target.toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        // Only transports that cannot run commands of the address's choosing.
        builder.environment().put("GIT_ALLOW_PROTOCOL", "http:https:ssh:git:file");
        try (var step = progress.begin("Cloning", 0)) {
            var process = builder.start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = process.waitFor();
            step.advance(1);
            if (exit != 0) {
                throw failed(address, said);
            }
        } catch (IOException noGit) {
            throw failed(address, "git could not be started");
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The clone was interrupted.", interrupt);
        }
    }

    private static TempleException failed(String address, String said) {
        return new TempleException(
                ErrorCode.GIT_CLONE_FAILED,
                "%s could not be cloned: %s."
                        .formatted(
                                Addresses.withoutCredentials(address),
                                Printable.text(oneLine(Addresses.withoutCredentials(said)))));
    }

    /// What git said as a part of a sentence: a server's lines may end in CR LF, and the last one in a dot.
    static String oneLine(String said) {
        return said.strip().replaceAll("\\s+", " ").replaceAll("\\.+$", "");
    }
}
