package dev.templedb.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program: hands the command line to its command and ends with that command's exit code.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Runs one command line in this process and returns its exit code.
    static int run(String... args) {
        return new CommandLine(new TempleDb()).execute(args);
    }

    @Command(
            name = "templedb",
            mixinStandardHelpOptions = true,
            versionProvider = ProgramVersion.class,
            description = "Keeps all your projects in one database.",
            subcommands = {VersionCommand.class, CommandLine.HelpCommand.class})
    static final class TempleDb implements Runnable {
        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init")
        CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    @Command(name = "version", description = "Shows the version of this program.")
    static final class VersionCommand implements Runnable {
        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init")
        CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            var out = spec.commandLine().getOut();
            out.println(ProgramVersion.text());
            out.flush();
        }
    }
}
