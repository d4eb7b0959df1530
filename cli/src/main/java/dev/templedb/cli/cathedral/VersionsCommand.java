package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;

/// `templedb cathedral versions OWNER/PROJECT`
public final class VersionsCommand implements Command {
    private final Value<String> project;
    private final RemoteDoor door;
    private final Terminal terminal;

    public VersionsCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("Lists what was published of a project, the highest version first.")
                .says(
                        "A version of a server is signed by a key of a profile, by an unknown key, or by none; who is named, and whose"
                                + " profile that was, is the word of the server. `templedb cathedral pull` proves signatures.")
                .example("templedb cathedral versions ada/my-project")
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
        var listing = new Listing(
                Column.text("version"),
                Column.text("notes"),
                Column.text("published_by"),
                Column.text("published_at"),
                Column.text("signed"),
                Column.text("signer"),
                Column.text("signed_as"),
                Column.text("yanked"),
                Column.shortId("state"));
        door.with((remote, _) -> remote.versions(ref))
                .forEach(version -> listing.row(
                        version.name().text(),
                        version.notes().orElse(null),
                        version.publishedBy().orElse(null),
                        version.publishedAt(),
                        version.signed().orElse(null),
                        version.signer().orElse(null),
                        version.signedProject().orElse(null),
                        version.yanked() ? version.yankReason().orElse("yes") : null,
                        version.state().hex()));
        terminal.list(listing);
        return ExitCode.OK;
    }
}
