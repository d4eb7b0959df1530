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

/// `templedb cathedral show OWNER/PROJECT`
public final class RemoteShowCommand implements Command {
    private final Value<String> project;
    private final RemoteDoor door;
    private final Terminal terminal;

    public RemoteShowCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.example("templedb cathedral show ada/my-project")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached");
        project = usage.parameter("OWNER/PROJECT", "A project of the remote.");
        door = new RemoteDoor(usage, access, temples);
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var ref = RemoteDoor.ref(project.get());
        var found = door.with((remote, _) -> remote.find(ref))
                .orElseThrow(() -> new TempleException(
                        ErrorCode.REMOTE_PROJECT_NOT_FOUND, "There is no project %s.".formatted(ref)));
        terminal.show(new Details()
                .with("project", found.ref().toString())
                .with("name", found.name())
                .with("description", found.description().orElse(null))
                .with("visibility", found.visibility())
                .with("license", found.license().orElse(null))
                .with("tags", found.tags())
                .with("latest", found.latest().map(Object::toString).orElse(null))
                .with("clone_url", found.cloneUrl().map(Object::toString).orElse(null))
                .with("source", found.source().orElse(null))
                .with("stars", found.stars().orElse(null))
                .with("forks", found.forks().orElse(null))
                .with("watchers", found.watchers().orElse(null))
                .with("downloads", found.downloads().orElse(null))
                .with("signed_versions", found.signedVersions().orElse(null))
                .with("state", found.state().map(Object::toString).orElse(null))
                .with("updated_at", found.updatedAt().orElse(null)));
        return ExitCode.OK;
    }
}
