package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;

/// `templedb cathedral star OWNER/PROJECT`
public final class StarCommand implements Command {
    private final Value<String> project;
    private final Value<Boolean> remove;
    private final RemoteDoor door;
    private final Terminal terminal;

    public StarCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("Says that you like a project of a server.")
                .example("templedb cathedral star ada/my-project")
                .example("templedb cathedral star ada/my-project --remove")
                .exits(ExitCode.USAGE, "the remote is a folder, which has no stars")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(ExitCode.REFUSED, "you are not signed in")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached");
        project = usage.parameter("OWNER/PROJECT", "A project of the remote.");
        remove = usage.flag("--remove", "Take the star away.");
        door = new RemoteDoor(usage, access, temples);
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var ref = RemoteDoor.ref(project.get());
        door.with((remote, _) -> {
            remote.star(ref, !remove.get());
            return ref;
        });
        terminal.say(
                new Details().with("project", ref.toString()).with("starred", !remove.get()),
                remove.get() ? "Took the star of %s away.".formatted(ref) : "Starred %s.".formatted(ref));
        return ExitCode.OK;
    }
}
