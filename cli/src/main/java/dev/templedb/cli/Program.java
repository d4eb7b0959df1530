package dev.templedb.cli;

import dev.templedb.cli.cathedral.RemoteAccess;
import dev.templedb.cli.command.CommandParser;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.HelpPage;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.databases.DatabaseAccess;
import dev.templedb.cli.deployments.Deployer;
import dev.templedb.cli.projects.ProjectExecCommand;
import dev.templedb.cli.quickstart.QuickstartCommand;
import dev.templedb.cli.serve.ServeCommand;
import dev.templedb.cli.terminal.Editor;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Output;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.databases.ProjectDatabases;
import dev.templedb.temple.signing.UsualSigningKey;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One run of the program: finds the command, runs it, and turns every failure into a sentence and an exit code.
///
/// Touches nothing but what it is given, so that tests run it as it is. It ends the process itself only as a last
/// resort:
/// when a query does not end although it was interrupted.
final class Program {
    private final CommandWords line;
    private final Environment environment;
    private final Terminal terminal;
    private final Temples temples;
    private final Failures failures;
    private final IntConsumer exit;

    private final Spelling spelling;

    private Program(
            CommandWords line,
            InputStream in,
            OutputStream out,
            OutputStream err,
            Environment environment,
            IntConsumer exit) {
        this.exit = exit;
        this.line = line;
        this.environment = environment;
        this.spelling = Spelling.of(environment.variables());
        @Nullable Format format = Format.of(Objects.requireNonNullElse(line.get("--format"), "table"));
        this.terminal = new Terminal(
                new Output(out),
                new Output(err),
                in,
                new Terminal.Settings(
                        format == null ? Format.TABLE : format,
                        line.has("--quiet"),
                        environment.outIsTerminal(),
                        environment.errIsTerminal(),
                        environment.inIsTerminal(),
                        environment.allowsColor() && !line.has("--no-color"),
                        !line.has("--no-progress"),
                        environment::width),
                spelling::say);
        this.temples = new Temples(this::templePath, environment.clock(), environment.user(), () -> keys().known());
        this.failures = new Failures(terminal, line.has("--verbose"));
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(
            List<String> arguments, InputStream in, OutputStream out, OutputStream err, Environment environment) {
        return run(arguments, in, out, err, environment, code -> {});
    }

    /// Runs one command line.
    ///
    /// @param exit ends the process with an exit code, when nothing else ends the work
    /// @return the exit code
    static int run(
            List<String> arguments,
            InputStream in,
            OutputStream out,
            OutputStream err,
            Environment environment,
            IntConsumer exit) {
        return new Program(
                        CommandWords.of(arguments, Spelling.of(environment.variables())),
                        in,
                        out,
                        err,
                        environment,
                        exit)
                .run();
    }

    private int run() {
        try {
            int code = dispatch();
            terminal.flush();
            return code;
        } catch (TempleException e) {
            return failures.report(e);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return failures.report(e);
        } finally {
            temples.sweep();
        }
    }

    Terminal terminal() {
        return terminal;
    }

    Temples temples() {
        return temples;
    }

    /// Who makes commits.
    Identity identity() {
        return new Identity(
                environment.variables(),
                environment.home(),
                environment.user(),
                environment.clock(),
                Environment.zone());
    }

    /// What it takes to reach remotes.
    RemoteAccess remotes() {
        return new RemoteAccess(ProgramVersion.number(), environment.credentials(), environment.variables());
    }

    /// The key that the user has set to sign with.
    UsualSigningKey signingKey() {
        return new UsualSigningKey(environment.signing());
    }

    /// The databases of the directory or project that the command line names.
    DatabaseAccess databases() {
        return new DatabaseAccess(line::get, environment.variables(), environment.state(), this::homeOf);
    }

    private Optional<Path> homeOf(String slug, boolean isMade) {
        return temples.inExisting(temple -> {
            var databases = new ProjectDatabases(temple);
            return isMade || databases.find(slug).isPresent() ? Optional.of(databases.use(slug)) : Optional.empty();
        });
    }

    UserKeys keys() {
        return new UserKeys(environment.keys(), environment.home(), terminal);
    }

    /// Says what went wrong and ends the process; for another thread than that of the command.
    void giveUp(TempleException failure) {
        exit.accept(failures.report(failure));
    }

    Editor editor() {
        return new Editor(environment.editor());
    }

    Deployer deployer() {
        return new Deployer(temples, keys(), terminal, environment.forPrograms(), environment.onPath("setsid"));
    }

    ProjectExecCommand.Surroundings surroundings() {
        return new ProjectExecCommand.Surroundings(
                environment.forPrograms(), environment.onPath("setsid"), environment.temporary());
    }

    /// Where the user's program of that name is, if there is one.
    Optional<Path> onPath(String name) {
        return environment.onPath(name);
    }

    /// The user's home directory.
    Path home() {
        return environment.home();
    }

    QuickstartCommand quickstart(Usage usage) {
        return new QuickstartCommand(
                usage,
                temples(),
                terminal,
                new QuickstartCommand.Surroundings(
                        environment.programHome(),
                        environment.temporary(),
                        ProgramVersion.number(),
                        line.get("--temple") != null));
    }

    ServeCommand.Surroundings server() {
        return new ServeCommand.Surroundings(
                environment.programHome().toAbsolutePath().resolve("cathedral/src/launcher/cathedral"),
                environment.forPrograms());
    }

    private int dispatch() {
        line.requireValues();
        requireFormat();
        Logging.begin(line.get("--log-level"), line.get("--log-file"), line.has("--verbose"));
        if (line.has("--log-file")) {
            failures.logTraces();
        }
        var words = line.words();
        String name = "";
        int used = 0;
        while (used < words.size() && (name.isEmpty() || Catalogue.isGroup(name))) {
            String word = words.get(used);
            String longer = name.isEmpty() ? word : name + " " + word;
            var standard = Catalogue.standard(name);
            if (standard.isPresent() && word.startsWith("-")) {
                return runCommand(standard.get(), words.subList(used, words.size()));
            }
            if (Catalogue.find(longer) == null) {
                return word.equals("--version") && name.isEmpty()
                        ? runCommand("version", List.of())
                        : refuse(name, word);
            }
            name = longer;
            used++;
        }
        var standard = line.has("--help") ? Optional.<String>empty() : Catalogue.standard(name);
        if (standard.isPresent()) {
            return runCommand(standard.get(), List.of());
        }
        if (name.isEmpty() || Catalogue.isGroup(name)) {
            terminal.print(help(name));
            return ExitCode.OK;
        }
        return runCommand(name, words.subList(used, words.size()));
    }

    private int runCommand(String name, List<String> words) {
        var usage = usage(name);
        var command = Catalogue.make(name, usage, this);
        if (line.has("--help")) {
            terminal.print(spelling.say(HelpPage.of(usage, terminal.textWidth())));
            return ExitCode.OK;
        }
        CommandParser.parse(usage, words);
        return command.run();
    }

    Spelling spelling() {
        return spelling;
    }

    /// The help page of a command, a group, or the program when `name` is empty.
    String help(String name) {
        return spelling.say(page(name));
    }

    private String page(String name) {
        if (name.isEmpty()) {
            return Help.ofProgram(terminal.textWidth());
        }
        if (Catalogue.isGroup(name)) {
            return Help.ofGroup(Objects.requireNonNull(Catalogue.find(name)), terminal.textWidth());
        }
        return HelpPage.of(described(name), terminal.textWidth());
    }

    /// The usage of a command, filled in.
    Usage described(String name) {
        var usage = usage(name);
        Catalogue.make(name, usage, this);
        return usage;
    }

    private static Usage usage(String name) {
        return new Usage(name, Objects.requireNonNull(Catalogue.find(name)).summary());
    }

    private static int refuse(String group, String word) {
        String what = group.isEmpty() ? "There is no command" : "`" + group + "` has no command";
        if (word.startsWith("-")) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "The option %s does not belong here; options of a command follow its name."
                            .formatted(Printable.text(word)));
        }
        var guess = GitWords.insteadOf(group, word)
                .map(" Instead, %s."::formatted)
                .or(() -> Likeness.nearest(word, Catalogue.namesBelow(group))
                        .map(name -> " Did you mean `%s`?".formatted(group.isEmpty() ? name : group + " " + name)))
                .or(() -> group.contains(" ") && Catalogue.namesBelow(group).contains("create")
                        ? Optional.of(" `%s create %s` makes one.".formatted(group, Printable.text(word)))
                        : Optional.empty());
        throw new TempleException(ErrorCode.USAGE, "%s %s.%s".formatted(what, Printable.text(word), guess.orElse("")));
    }

    private void requireFormat() {
        String format = line.get("--format");
        if (format != null && Format.of(format) == null) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a format; use table, json, yaml or csv.".formatted(Printable.text(format)));
        }
    }

    private Path templePath() {
        String given = line.get("--temple");
        try {
            return given == null ? environment.defaultTemple() : Path.of(given);
        } catch (InvalidPathException e) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" cannot be the path of a temple.".formatted(Printable.text(String.valueOf(given))),
                    e);
        }
    }
}
