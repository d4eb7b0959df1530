package dev.templedb.cathedral.program;

import dev.templedb.cathedral.identities.Identities;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets somebody in again.
@Command(
        name = "reset",
        description = {
            "Reset the password of a user. The old one and all sessions end at once; tokens stay, unless --revoke-tokens, and so do linked providers, unless --unlink.",
            "Without --password-stdin, a one-time link is shown with which the user sets a password within a day."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the password can not be used",
            "3:there is no such user, or no registry in the directory",
            "6:the database is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin reset ada",
            "  cathedral admin reset ada --two-factor-off --revoke-tokens --unlink",
            "  cathedral admin reset ada --password-stdin <password-file"
        })
final class ResetCommand extends OperatorCommand {
    @Parameters(paramLabel = "NAME", description = "The user name.")
    String name = "";

    @Option(names = "--password-stdin", description = "Read the new password from the first line of standard input.")
    boolean passwordStdin;

    @Option(names = "--two-factor-off", description = "Ask for no one-time codes any more: the authenticator is lost.")
    boolean twoFactorOff;

    @Option(names = "--revoke-tokens", description = "Revoke all tokens of the user, too.")
    boolean revokeTokens;

    @Option(names = "--unlink", description = "Unlink all providers by which the user signs in, too.")
    boolean unlink;

    ResetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What is said to programs.
    ///
    /// @param link          null when a password was given
    /// @param revokedTokens how many tokens ended
    /// @param unlinked      how many identities of providers were taken away
    /// @param providers     the issuers by which the user still signs in
    record Reset(String username, @Nullable String link, int revokedTokens, int unlinked, List<String> providers) {}

    @Override
    int run(Launch launch) {
        @Nullable String password = passwordStdin ? PasswordInput.read(surroundings.in()) : null;
        try (var registry = Registry.open(launch)) {
            var accounts = registry.accounts();
            var resets = registry.resets(accounts);
            var done = registry.jdbi().inTransaction(handle -> {
                var user = accounts.byName(handle, name);
                if (twoFactorOff) {
                    resets.endTwoFactor(handle, user);
                }
                int revoked = revokeTokens ? resets.revokeTokens(handle, user) : 0;
                int unlinked = unlink ? Identities.unlinkAll(handle, registry.audit(), user) : 0;
                @Nullable String link = null;
                if (password == null) {
                    link = registry.address(handle) + "/reset?token=" + resets.offer(handle, user);
                } else {
                    resets.set(handle, user, password);
                }
                return new Reset(user.username(), link, revoked, unlinked, Identities.issuers(handle, user.id()));
            });
            say(done, sentence(done));
            return 0;
        }
    }

    private String sentence(Reset done) {
        String tokens = revokeTokens ? " %s revoked.".formatted(count(done.revokedTokens(), "token")) : "";
        String links = unlink ? " %s unlinked.".formatted(count(done.unlinked(), "provider")) : "";
        String more = done.providers().isEmpty()
                ? tokens + links
                : "%s%s The user can still sign in by %s; --unlink ends that."
                        .formatted(tokens, links, String.join(" and ", done.providers()));
        return done.link() == null
                ? "%s has the new password; all sessions have ended.%s".formatted(done.username(), more)
                : "The password and all sessions of %s have ended.%s With this link a new one is set, once, within a day:%n  %s"
                        .formatted(done.username(), more, done.link());
    }
}
