package dev.templedb.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the program runs: what it may know of the process around it.
///
/// @param variables     environment variables
/// @param home          the user's home directory
/// @param user          the user's name
/// @param clock         what "now" means
/// @param inIsTerminal  whether standard input is a terminal
/// @param outIsTerminal whether standard output is one
/// @param errIsTerminal whether standard error is one
record Environment(
        Map<String, String> variables,
        Path home,
        String user,
        Clock clock,
        boolean inIsTerminal,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    private static final int DEFAULT_WIDTH = 80;

    /// The environment of this process.
    static Environment ofProcess() {
        var variables = System.getenv();
        String user = variables.getOrDefault("USER", System.getProperty("user.name", "unknown"));
        return new Environment(
                variables, home(variables), user, Clock.systemUTC(), isTerminal(0), isTerminal(1), isTerminal(2));
    }

    /// What `~` means to the user's shell: `HOME`, and only without it what the system says about the user.
    static Path home(Map<String, String> variables) {
        String home = variables.getOrDefault("HOME", "");
        return Path.of(home.startsWith("/") ? home : System.getProperty("user.home", "."));
    }

    /// Where the temple is when `--temple` does not say.
    Path defaultTemple() {
        return base("XDG_DATA_HOME", ".local/share").resolve("templedb/templedb.sqlite");
    }

    /// Where the user's clock is, for the times of commits: what `TZ` or the system says.
    static ZoneId zone() {
        return ZoneId.systemDefault();
    }

    /// Where the user's private keys lie.
    Path keys() {
        return configuration().resolve("keys");
    }

    /// Where the tokens for servers are kept.
    Path credentials() {
        return configuration().resolve("credentials.json");
    }

    /// Where it is said which key signs.
    Path signing() {
        return configuration().resolve("signing.json");
    }

    /// Where it is kept what people typed, and the like: what is of no use elsewhere.
    Path state() {
        return base("XDG_STATE_HOME", ".local/state").resolve("templedb");
    }

    private Path configuration() {
        return base("XDG_CONFIG_HOME", ".config").resolve("templedb");
    }

    /// A directory of the XDG specification, which lets only absolute paths count.
    private Path base(String variable, String inHome) {
        String given = variables.getOrDefault(variable, "");
        return given.startsWith("/") ? Path.of(given) : home.resolve(inHome);
    }

    /// The clone that this program runs from, as the launcher says; the working directory when nobody does.
    Path programHome() {
        return Path.of(System.getProperty("templedb.home", ""));
    }

    /// Where temporary folders are made.
    Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /// The variables for programs that are started: those of the user, in the user's own locale.
    Map<String, String> forPrograms() {
        var own = new HashMap<String, String>();
        variables.forEach((name, value) -> {
            if (!name.startsWith("TEMPLEDB_")) {
                own.put(name, value);
            }
        });
        String locale = variables.get("TEMPLEDB_USER_LC_ALL");
        if (locale != null) {
            own.remove("LC_ALL");
            if (!locale.isEmpty()) {
                own.put("LC_ALL", locale);
            }
        }
        return own;
    }

    /// The command that opens the user's editor.
    Optional<String> editor() {
        return Stream.of("VISUAL", "EDITOR")
                .map(name -> variables.getOrDefault(name, ""))
                .filter(command -> !command.isBlank())
                .findFirst();
    }

    /// The executable of that name in the first directory of `PATH` that has one.
    Optional<Path> onPath(String name) {
        return Stream.of(variables.getOrDefault("PATH", "").split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    boolean allowsColor() {
        return variables.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(variables.get("TERM"));
    }

    /// Columns of the terminal: `COLUMNS`, or what the terminal says.
    int width() {
        String columns = variables.getOrDefault("COLUMNS", "");
        int given = parse(columns);
        return given > 0 ? given : inIsTerminal || outIsTerminal || errIsTerminal ? askTerminal() : DEFAULT_WIDTH;
    }

    /// Looks at the process's descriptors, as `System.console()` would need a terminal on all of them.
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

    private static int askTerminal() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new java.io.File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var output = stty.inputReader()) {
                String line = output.readLine();
                int columns = line == null
                        ? 0
                        : parse(line.substring(line.indexOf(' ') + 1).strip());
                return columns > 0 ? columns : DEFAULT_WIDTH;
            }
        } catch (IOException noStty) {
            return DEFAULT_WIDTH;
        }
    }

    private static int parse(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
