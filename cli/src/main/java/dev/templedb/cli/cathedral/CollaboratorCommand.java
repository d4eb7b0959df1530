package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.ServerTeam;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral collaborator add|list|remove`
public final class CollaboratorCommand {
    private CollaboratorCommand() {}

    private static void exits(Usage usage) {
        usage.exits(ExitCode.USAGE, "the remote is a folder, which has no accounts")
                .exits(ExitCode.NOT_FOUND, "there is no such project, person, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in, or may not")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
    }

    static String required(String option, @Nullable String value) {
        if (value == null) {
            throw new TempleException(ErrorCode.USAGE, "%s is missing.".formatted(option));
        }
        return value;
    }

    static String sentence(ServerTeam.Person person, String where) {
        return person.isInvited()
                ? "Invited %s to %s as %s."
                        .formatted(Printable.text(person.name()), Printable.text(where), Printable.text(person.role()))
                : "%s is %s of %s now."
                        .formatted(Printable.text(person.name()), Printable.text(person.role()), Printable.text(where));
    }

    static Listing people(List<ServerTeam.Person> people) {
        var listing = new Listing(
                Column.text("user"),
                Column.text("role"),
                Column.text("via"),
                Column.text("invited"),
                Column.text("since"));
        people.forEach(person -> listing.row(
                person.name(), person.role(), person.via().orElse(null), person.isInvited(), person.since()));
        return listing;
    }

    /// `templedb cathedral collaborator add OWNER/PROJECT --user USER --role ROLE`
    public static final class Add implements Command {
        private final Value<String> project;
        private final Value<@Nullable String> user;
        private final Value<@Nullable String> role;
        private final RemoteDoor door;
        private final Terminal terminal;

        public Add(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.says(
                            "Somebody with an address that nobody has is invited. Secrets that the project shares are encrypted for new"
                                    + " collaborators by the next push, once you have confirmed the key of their profile.")
                    .example(
                            "templedb cathedral collaborator add ada/my-project --user teammate@example.com --role contributor");
            exits(usage);
            project = usage.parameter("OWNER/PROJECT", "A project of the server.");
            user = usage.option("--user", "USER", "A user name or an e-mail address.");
            role = usage.option("--role", "ROLE", "owner, maintainer, contributor or reader; reader without it.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var ref = RemoteDoor.ref(project.get());
            var who = required("--user", user.get());
            var added = door.withTeam(
                    team -> team.addCollaborator(ref, who, Objects.requireNonNullElse(role.get(), "reader")));
            terminal.say(added, sentence(added, ref.toString()));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral collaborator list OWNER/PROJECT`
    public static final class ListAll implements Command {
        private final Value<String> project;
        private final RemoteDoor door;
        private final Terminal terminal;

        public ListAll(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
            usage.example("templedb cathedral collaborator list ada/my-project");
            exits(usage);
            project = usage.parameter("OWNER/PROJECT", "A project of the server.");
            door = new RemoteDoor(usage, access, temples);
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var ref = RemoteDoor.ref(project.get());
            terminal.list(people(door.withTeam(team -> team.collaboratorsOf(ref))));
            return ExitCode.OK;
        }
    }

    /// `templedb cathedral collaborator remove OWNER/PROJECT --user USER`
    public static final class Remove implements Command {
        private final Value<String> project;
        private final Value<@Nullable String> user;
        private final ReaderReview readers;
        private final RemoteDoor door;
        private final Temples temples;
        private final Terminal terminal;

        public Remove(Usage usage, RemoteAccess access, UserKeys keys, Temples temples, Terminal terminal) {
            usage.says(
                            "Secrets that the project shares are encrypted anew without them, if you can open them here; those that they"
                                    + " could read are listed, and should get new values. A push sends them.")
                    .example("templedb cathedral collaborator remove ada/my-project --user bob")
                    .exits(ExitCode.CONFLICT, "the project would have no owner");
            exits(usage);
            project = usage.parameter("OWNER/PROJECT", "A project of the server.");
            user = usage.option("--user", "USER", "Who is to go.");
            readers = new ReaderReview(usage, keys, terminal);
            door = new RemoteDoor(usage, access, temples);
            this.temples = temples;
            this.terminal = terminal;
        }

        @Override
        public int run() {
            var ref = RemoteDoor.ref(project.get());
            var who = required("--user", user.get());
            return temples.inExisting(temple -> {
                var named = door.server(temple);
                door.withTeam(named, team -> {
                    team.removeCollaborator(ref, who);
                    return who;
                });
                var said = readers.run(temple, door, named, ref);
                terminal.say(
                        new Details()
                                .with("project", ref.toString())
                                .with("user", who)
                                .with("notices", said),
                        "%s no longer works on %s.".formatted(Printable.text(who), ref));
                if (terminal.format() == Format.TABLE) {
                    said.forEach(terminal::warn);
                }
                return ExitCode.OK;
            });
        }
    }
}
