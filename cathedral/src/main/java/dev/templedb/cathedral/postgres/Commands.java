package dev.templedb.cathedral.postgres;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The words that start a program of PostgreSQL. It refuses to run as root, so there it gets a user namespace in which
/// it is nobody; what it writes still belongs to root.
final class Commands {
    private final Binaries binaries;
    private final List<String> prefix;

    /// @throws TempleException with `POSTGRES_REFUSES_ROOT` when we are root and may not make a user namespace, or
    ///         `POSTGRES_TOOLS_MISSING`
    Commands(Binaries binaries) throws IOException {
        this.binaries = binaries;
        Programs.require(List.of("setsid"));
        this.prefix = isRoot() ? namespace() : List.of();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static List<String> namespace() throws IOException {
        Programs.require(List.of("unshare", "true"));
        var words = List.of("unshare", "--user", "--");
        var attempt = new ArrayList<>(words);
        attempt.add("true");
        var result = Programs.run(new ProcessBuilder(attempt), Programs.Input.NONE);
        if (result.code() != 0) {
            throw new TempleException(
                    ErrorCode.POSTGRES_REFUSES_ROOT,
                    "PostgreSQL does not run as root, and user namespaces are forbidden here (%s)."
                            .formatted(result.said()));
        }
        return words;
    }

    Binaries binaries() {
        return binaries;
    }

    /// The words for `program`, to which more may be added.
    List<String> of(String program, String... arguments) {
        var words = new ArrayList<>(prefix);
        words.add(binaries.program(program).toAbsolutePath().toString());
        words.addAll(List.of(arguments));
        return words;
    }

    /// The same in a session of its own: an interrupt from the terminal is for the server alone, which then stops
    /// PostgreSQL last.
    List<String> detached(String program, String... arguments) {
        var words = of(program, arguments);
        words.addFirst("setsid");
        return words;
    }
}
