package dev.templedb.cathedral.program;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The command line of the program `cathedral`.
@Command(
        name = "cathedral",
        description = "The registry that teams push projects to, pull from, search and fork.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = HelpCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral serve", "  cathedral admin settings", "  cathedral help serve"})
public final class Program extends CommandGroup {
    private Program() {}

    /// Runs one command and returns its exit code.
    public static int run(String... arguments) {
        return run(Surroundings.ofProcess(), arguments);
    }

    /// Ends the process.
    public static void exit(int code) {
        System.exit(code);
    }

    static int run(Surroundings surroundings, String... arguments) {
        var out = new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8);
        var err = new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
        var audit = new CommandLine(new AuditCommand())
                .addSubcommand(new AuditVerifyCommand(surroundings))
                .addSubcommand(new AuditExportCommand(surroundings));
        var admin = new CommandLine(new AdminCommand())
                .addSubcommand(new AdminSettingsCommand(surroundings))
                .addSubcommand(new CreateUserCommand(surroundings))
                .addSubcommand(new ResetCommand(surroundings))
                .addSubcommand(new SetPlanCommand(surroundings))
                .addSubcommand(new GcCommand(surroundings))
                .addSubcommand(new ScrubCommand(surroundings))
                .addSubcommand(new ReindexCommand(surroundings))
                .addSubcommand(audit)
                .addSubcommand(new JobsCommand(surroundings))
                .addSubcommand(new CountsCommand(surroundings))
                .addSubcommand(new BackupCommand(surroundings))
                .addSubcommand(new RestoreCommand(surroundings));
        return new CommandLine(new Program())
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(admin)
                .addSubcommand(new VersionCommand(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, err))
                .execute(arguments);
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof TempleException known) {
            err.printf(
                    "%s (%s)%n%s%n",
                    known.getMessage(), known.code().id(), known.code().hint());
            return ExitCodes.of(known.code().kind());
        }
        err.printf("Something unexpected happened (%s): %s%n", ErrorCode.INTERNAL.id(), failure);
        return ExitCodes.of(ErrorCode.INTERNAL.kind());
    }
}
