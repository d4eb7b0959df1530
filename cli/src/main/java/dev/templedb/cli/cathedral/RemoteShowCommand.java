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
import dev.templedb.temple.remotes.RemoteProject;
import dev.templedb.temple.remotes.RemoteVersion;
import java.util.List;
import java.util.Optional;

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
        var said = door.with((remote, _) -> {
            var found = remote.find(ref)
                    .orElseThrow(() -> new TempleException(
                            ErrorCode.REMOTE_PROJECT_NOT_FOUND, "There is no project %s.".formatted(ref)));
            return new Said(found, newestIfYanked(remote.versions(found.ref())));
        });
        var found = said.project();
        terminal.show(new Details()
                .with("project", found.ref().toString())
                .with("name", found.name())
                .with("description", found.description().orElse(null))
                .with("visibility", found.visibility())
                .with("license", found.license().orElse(null))
                .with("tags", found.tags())
                .with("latest", found.latest().map(Object::toString).orElse(null))
                .with("yanked", said.yanked().map(one -> one.name().text()).orElse(null))
                .with("clone_url", found.cloneUrl().map(Object::toString).orElse(null))
                .with("source", found.source().orElse(null))
                .with("stars", found.stars().orElse(null))
                .with("forks", found.forks().orElse(null))
                .with("watchers", found.watchers().orElse(null))
                .with("downloads", found.downloads().orElse(null))
                .with("signed_versions", found.signedVersions().orElse(null))
                .with("state", found.state().map(Object::toString).orElse(null))
                .with("updated_at", found.updatedAt().orElse(null)));
        said.yanked().ifPresent(one -> terminal.warn(YankedText.of(one)));
        return ExitCode.OK;
    }

    /// @param yanked the highest version, when it should no longer be used
    private record Said(RemoteProject project, Optional<RemoteVersion> yanked) {}

    private static Optional<RemoteVersion> newestIfYanked(List<RemoteVersion> versions) {
        return versions.stream()
                .filter(version -> !version.name().isPreRelease())
                .findFirst()
                .filter(RemoteVersion::yanked);
    }
}
