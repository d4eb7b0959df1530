package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.remotes.Links;
import dev.templedb.temple.remotes.NamedRemote;
import dev.templedb.temple.remotes.Tracking;
import java.util.Optional;

/// `templedb cathedral project move PROJECT|OWNER/PROJECT OWNER/[PROJECT]`
public final class ProjectMoveCommand implements Command {
    private final Value<String> project;
    private final Value<String> target;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    public ProjectMoveCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "Gives a project of the server another owner or another slug. Stars, forks and versions stay, and the old"
                                + " address leads to the new one. Projects here that follow it follow it there.")
                .example("templedb cathedral project move my-project mycompany/")
                .example("templedb cathedral project move ada/my-project mycompany/shop")
                .exits(ExitCode.USAGE, "the remote is a folder, where projects are moved by hand")
                .exits(ExitCode.NOT_FOUND, "there is no such project, owner, remote or temple")
                .exits(ExitCode.CONFLICT, "the new owner has a project of that slug")
                .exits(ExitCode.REFUSED, "you are not signed in, or may not")
                .exits(ExitCode.UNAVAILABLE, "the server cannot be reached");
        project =
                usage.parameter("PROJECT|OWNER/PROJECT", "A project here that follows one of the server, or that one.");
        target = usage.parameter("OWNER/[PROJECT]", "Where to.");
        door = new RemoteDoor(usage, access, temples);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        return temples.inExisting(temple -> {
            var slug = project.get().contains("/") ? Optional.<String>empty() : Optional.of(project.get());
            var tracking = slug.map(local -> door.requireTracking(temple, local));
            var from = tracking.map(Tracking::ref).orElseGet(() -> RemoteDoor.ref(project.get()));
            var named = tracking.map(Tracking::remote).orElseGet(() -> door.server(temple));
            var to = RemoteDoor.ref(target.get().endsWith("/") ? target.get() + from.slug() : target.get());
            if (named.kind() == NamedRemote.Kind.FOLDER) {
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s is a folder, where projects are moved by hand: move the directory %s in it to %s, then say `templedb cathedral link SLUG %s`."
                                .formatted(named.name(), from, to, to));
            }
            door.withTeam(named, team -> team.move(from, to));
            new Links(temple).followAll(named, from, to);
            terminal.say(
                    new Details().with("project", to.toString()).with("moved_from", from.toString()),
                    "Moved %s to %s.".formatted(from, to));
            return ExitCode.OK;
        });
    }
}
