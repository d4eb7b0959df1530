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
import org.jspecify.annotations.Nullable;

/// `templedb cathedral link SLUG [OWNER/PROJECT]`
public final class LinkCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> project;
    private final Value<Boolean> remove;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    public LinkCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "A project follows one project of each remote. Nothing is sent or taken in; `templedb cathedral sync` does that."
                                + " Without OWNER/PROJECT it says what the project follows.")
                .example("templedb cathedral link my-project ada/my-project")
                .example("templedb cathedral link my-project")
                .example("templedb cathedral link my-project --remove")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(ExitCode.CONFLICT, "the project follows nothing");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        project = usage.optionalParameter("OWNER/PROJECT", "What to follow; it need not be there yet.");
        remove = usage.flag("--remove", "Follow nothing of the remote any more.");
        door = new RemoteDoor(usage, access, temples);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var given = project.get();
        if (remove.get() && given != null) {
            throw new TempleException(ErrorCode.USAGE, "Use either OWNER/PROJECT or --remove.");
        }
        return temples.inExisting(temple -> {
            if (remove.get()) {
                var tracking = door.requireTracking(temple, slug.get());
                new Links(temple).unlink(slug.get(), tracking.remote());
                terminal.say(
                        new Details()
                                .with("slug", slug.get())
                                .with("remote", tracking.remote().name())
                                .with("project", null),
                        "%s no longer follows %s.".formatted(slug.get(), tracking.ref()));
                return ExitCode.OK;
            }
            var tracking = given == null
                    ? door.requireTracking(temple, slug.get())
                    : new Links(temple).link(slug.get(), door.remote(temple), RemoteDoor.ref(given));
            terminal.say(
                    new Details()
                            .with("slug", slug.get())
                            .with("remote", tracking.remote().name())
                            .with("project", tracking.ref().toString())
                            .with(
                                    "state",
                                    tracking.state().map(Object::toString).orElse(null))
                            .with("synced_at", tracking.syncedAt().orElse(null)),
                    "%s follows %s of %s."
                            .formatted(
                                    slug.get(),
                                    tracking.ref(),
                                    tracking.remote().name()));
            return ExitCode.OK;
        });
    }
}
