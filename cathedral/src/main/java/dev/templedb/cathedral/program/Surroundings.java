package dev.templedb.cathedral.program;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the program may know of the process around it.
///
/// @param variables     environment variables
/// @param in            standard input
/// @param out           standard output
/// @param err           standard error
/// @param outIsTerminal whether a person reads standard output
/// @param errIsTerminal whether a person reads standard error
record Surroundings(
        Map<String, String> variables,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), System.in, System.out, System.err, isTerminal(1), isTerminal(2));
    }

    /// Where the server keeps everything when nobody says.
    Path defaultDataDirectory() {
        String data = variables.getOrDefault("XDG_DATA_HOME", "");
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", "."));
        Path base = data.startsWith("/") ? Path.of(data) : Path.of(home).resolve(".local/share");
        return base.resolve("cathedral");
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException noProc) {
            return Optional.ofNullable(System.console())
                    .map(Console::isTerminal)
                    .orElse(false);
        }
    }
}
