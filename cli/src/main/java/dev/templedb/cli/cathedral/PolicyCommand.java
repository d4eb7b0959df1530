package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral project policy` and `templedb cathedral org policy`
public final class PolicyCommand {
    private static final Set<String> WORDS = Set.of("required", "marked", "default");

    private PolicyCommand() {}

    private static Value<@Nullable String> option(Usage usage, String above) {
        usage.exits(ExitCode.USAGE, "the remote is a folder, which asks for nothing")
                .exits(ExitCode.NOT_FOUND, "there is no such project or organization, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or are no owner")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
        return usage.option(
                "--signed-versions",
                "WORD",
                "required: only versions that a key of a profile has signed; marked: all, with a mark; default: as %s."
                        .formatted(above),
                PolicyCommand::valid);
    }

    private static String valid(String word) {
        if (!WORDS.contains(word)) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "--signed-versions is required, marked or default, not \"%s\".".formatted(Printable.text(word)));
        }
        return word.equals("default") ? "" : word;
    }

    /// `templedb cathedral project policy OWNER/PROJECT`
    public static final class OfProject implements Command {
        private final Value<String> project;
        private final Value<@Nullable String> signedVersions;
        private final RemoteDoor door;
        private final Terminal terminal;

        public OfProject(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says(
                            "Shows what a project asks of its versions, and who says so: the project, its organization, or the server."
                                    + " Its owners change it. A project can ask for more than its organization, not for less.")
                    .example("templedb cathedral project policy ada/my-project")
                    .example("templedb cathedral project policy ada/my-project --signed-versions required");
            project = usage.parameter("OWNER/PROJECT", "A project of the server.");
            signedVersions = option(usage, "the organization or the server says");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var ref = RemoteDoor.ref(project.get());
            var wanted = signedVersions.get();
            var policy = door.withTeam(team -> wanted == null ? team.policyOf(ref) : team.setPolicy(ref, wanted));
            terminal.say(
                    new Details()
                            .with("project", ref.toString())
                            .with("signed_versions", policy.signedVersions())
                            .with("by", policy.by()),
                    "%s, the %s says.".formatted(sentence(ref.toString(), policy.signedVersions()), policy.by()));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral org policy ORG`
    public static final class OfOrganization implements Command {
        private final Value<String> slug;
        private final Value<@Nullable String> signedVersions;
        private final RemoteDoor door;
        private final Terminal terminal;

        public OfOrganization(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says("Shows what an organization asks of the versions of all its projects. Its owners change it.")
                    .example("templedb cathedral org policy mycompany --signed-versions required");
            slug = usage.parameter("ORG", "The organization.");
            signedVersions = option(usage, "the server says");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var wanted = signedVersions.get();
            var policy = door.withTeam(team -> (wanted == null
                            ? team.organization(slug.get())
                            : team.setOrganizationPolicy(slug.get(), wanted)))
                    .signedVersions();
            var name = Printable.text(slug.get());
            terminal.say(
                    new Details().with("organization", slug.get()).with("signed_versions", policy.orElse(null)),
                    policy.map(word -> sentence(name, word) + ".")
                            .orElse("%s leaves it to the server whether versions must be signed.".formatted(name)));
            return ExitCode.OK;
        }
    }

    private static String sentence(String who, String word) {
        return word.equals("required")
                ? "%s takes versions only that a key of a profile has signed".formatted(who)
                : "%s takes all versions, and says whether they are signed".formatted(who);
    }
}
