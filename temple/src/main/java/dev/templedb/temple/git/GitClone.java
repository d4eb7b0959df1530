package dev.templedb.temple.git;

import dev.templedb.core.Addresses;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;

/// Fetches a repository from an address into a bare repository on disk, with the user's own `git`, which knows their
/// credentials and proxies.
public final class GitClone {
    private static final Pattern ADDRESS =
            Pattern.compile("(https?|ssh|git|file)://.+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:.+", Pattern.CASE_INSENSITIVE);

    private final String address;
    private final Path target;

    private GitClone(String address, Path target) {
        this.address = address;
        this.target = target;
    }

    /// Whether `source` is the address of a repository and not a path.
    public static boolean isAddress(String source) {
        return ADDRESS.matcher(source).matches();
    }

    /// Clones all branches, tags and notes of `address`, and the refs of `choice`, into `target`, which does not
    /// exist
    /// yet.
    ///
    /// @return the names of the refs that the server shows and the clone does not have
    /// @throws TempleException with `GIT_CLONE_FAILED`, with what git said, and with `GIT_LEADS_OUTSIDE` for a
    ///         repository on this machine that would have another one read
    public static List<String> run(String address, Path target, RefChoice choice, Progress progress) {
        localPlaces(address).filter(GitRepository::isRepository).forEach(GitRepository::requireOwn);
        var clone = new GitClone(address, target);
        try (var step = progress.begin("Cloning", 0)) {
            clone.fetch(choice);
            step.advance(1);
            return choice.all() ? List.of() : clone.missing();
        }
    }

    /// Where git would look for a `file:` address.
    private static Stream<Path> localPlaces(String address) {
        if (!address.regionMatches(true, 0, "file:///", 0, 8)) {
            return Stream.empty();
        }
        var path = URLDecoder.decode(address.substring(7).replace("+", "%2B"), StandardCharsets.UTF_8);
        return Stream.of(Path.of(path), Path.of(path + Constants.DOT_GIT_EXT));
    }

    private void fetch(RefChoice choice) {
        var kind = choice.all()
                ? List.of("--mirror")
                : List.of("--bare", "--config=remote.origin.fetch=+refs/notes/*:refs/notes/*");
        var command = new ArrayList<>(List.of("clone", "--quiet", "--no-local"));
        command.addAll(kind);
        command.addAll(List.of("--", address, target.toString()));
        git(command);
        if (!choice.all() && !choice.globs().isEmpty()) {
            var more = new ArrayList<>(List.of("-C", target.toString(), "fetch", "--quiet", "--", address));
            choice.globs().forEach(glob -> more.add("+" + glob + ":" + glob));
            git(more);
        }
    }

    private List<String> missing() {
        var taken = new HashSet<>(git(List.of("-C", target.toString(), "for-each-ref", "--format=%(refname)"))
                .lines()
                .toList());
        return git(List.of("ls-remote", "--quiet", "--refs", "--", address))
                .lines()
                .filter(line -> line.contains("\trefs/"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .filter(ref -> !taken.contains(ref))
                .toList();
    }

    /// Runs git and returns what it printed.
    private String git(List<String> arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        // Only transports that cannot run commands of the address's choosing.
        builder.environment().put("GIT_ALLOW_PROTOCOL", "http:https:ssh:git:file");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw failed(said);
            }
            return said;
        } catch (IOException noGit) {
            throw failed("git could not be started");
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The clone was interrupted.", interrupt);
        }
    }

    private TempleException failed(String said) {
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
