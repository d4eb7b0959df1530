package dev.templedb.cathedral.program;

import dev.templedb.cathedral.accounts.Accounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes an account.
@Command(
        name = "create-user",
        description = {
            "Make an account.",
            "Without --password-stdin, a one-time link is shown with which its user sets a password within a day."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the name, the address or the password can not be used",
            "3:there is no registry in the directory",
            "4:the name or the e-mail address is taken",
            "6:the database is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin create-user ada",
            "  cathedral admin create-user grace --email grace@example.org --admin --password-stdin <password-file"
        })
final class CreateUserCommand extends OperatorCommand {
    @Parameters(paramLabel = "NAME", description = "The user name.")
    String name = "";

    @Option(
            names = "--email",
            paramLabel = "ADDRESS",
            description = "The e-mail address, as proved: invitations to it are the user's.")
    @Nullable
    String email;

    @Option(names = "--admin", description = "Let the user administer this server.")
    boolean administrator;

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    boolean passwordStdin;

    CreateUserCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What is said to programs.
    ///
    /// @param link null when a password was given
    record Made(
            String username,
            @Nullable String email,
            boolean administrator,
            @Nullable String link) {}

    @Override
    int run(Launch launch) {
        @Nullable String password = passwordStdin ? PasswordInput.read(surroundings.in()) : null;
        try (var registry = Registry.open(launch)) {
            var accounts = registry.accounts();
            var made = registry.jdbi().inTransaction(handle -> {
                var user = accounts.create(
                        handle, new Accounts.NewAccount(name, email, null, password, administrator, true));
                @Nullable
                String link = password == null
                        ? registry.address(handle) + "/reset?token="
                                + registry.resets(accounts).offer(handle, user)
                        : null;
                return new Made(user.username(), user.email(), user.administrator(), link);
            });
            say(
                    made,
                    made.link() == null
                            ? "Made the account %s.".formatted(made.username())
                            : "Made the account %s. With this link its user sets a password, once, within a day:%n  %s"
                                    .formatted(made.username(), made.link()));
            return 0;
        }
    }
}
