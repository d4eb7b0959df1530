package dev.templedb.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The program: hands the command line to its command and ends with that command's exit code.
///
/// Commands are described in code, not with annotations: reading annotations takes longer than most commands.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = run(args);
        // Success returns instead: System.exit first sets up logging, which costs 5 ms.
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Runs one command line in this process and returns its exit code.
    static int run(String... args) {
        return new CommandLine(program()).setExecutionStrategy(Main::execute).execute(args);
    }

    private static CommandSpec program() {
        var program = CommandSpec.create().name("templedb");
        program.usageMessage().description("Keeps all your projects in one database.");
        program.addOption(helpOption());
        program.addSubcommand("version", command("version", "Shows the version of this program."));
        program.addSubcommand("help", command("help", "Shows the help of a command."));
        return program;
    }

    private static CommandSpec command(String name, String description) {
        var command = CommandSpec.create().name(name);
        command.usageMessage().description(description);
        command.addOption(helpOption());
        return command;
    }

    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }

    private static int execute(CommandLine.ParseResult line) {
        var commandLines = line.asCommandLineList();
        var command = commandLines.getLast();
        var out = command.getOut();
        if (command.getCommandName().equals("version")) {
            out.println(ProgramVersion.text());
        } else {
            commandLines.getFirst().usage(out);
        }
        out.flush();
        return 0;
    }
}
