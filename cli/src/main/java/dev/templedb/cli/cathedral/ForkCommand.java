package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.Want;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral fork OWNER/PROJECT [--as NAME]`
public final class ForkCommand implements Command {
    private final Value<String> project;
    private final Value<@Nullable String> as;
    private final Value<Boolean> noPull;
    private final TrustOptions trust;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    public ForkCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says(
                        "Makes a project of your own on the remote, with the same history and versions, and pulls it. It remembers where"
                                + " it comes from and goes its own way.")
                .example("templedb cathedral fork ada/my-project --as my-forked-project")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(ExitCode.CONFLICT, "there is a project of that name already, here or there")
                .exits(ExitCode.REFUSED, "you may not")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached");
        project = usage.parameter("OWNER/PROJECT", "A project of the remote.");
        as = usage.option("--as", "[OWNER/]PROJECT", "What to call the fork; the same slug without it.");
        trust = TrustOptions.ofVersions(usage);
        noPull = usage.flag("--no-pull", "Leave it on the remote.");
        door = new RemoteDoor(usage, access, temples);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var source = RemoteDoor.ref(project.get());
        return temples.inExisting(temple -> {
            var named = door.remote(temple);
            return door.with(named, remote -> {
                var copy = copy(source, remote.me().orElse(temple.user()));
                if (!noPull.get()
                        && new Projects(temple).find(copy.slug().text()).isPresent()) {
                    throw new TempleException(
                            ErrorCode.PROJECT_ALREADY_EXISTS,
                            "There is already a project %s here; add --no-pull.".formatted(copy.slug()));
                }
                remote.fork(source, copy);
                var cloned = noPull.get()
                        ? Optional.<Sharing.Cloned>empty()
                        : Optional.of(door.sharing(temple)
                                .clone(
                                        remote,
                                        named,
                                        copy,
                                        new Want.Shared(),
                                        copy.slug(),
                                        trust.reader(temple.clock().instant()),
                                        terminal.progress()));
                terminal.say(
                        new Details()
                                .with("project", copy.toString())
                                .with("source", source.toString())
                                .with("slug", noPull.get() ? null : copy.slug().text()),
                        noPull.get()
                                ? "Forked %s as %s.".formatted(source, copy)
                                : "Forked %s as %s, which is the project %s here.%s"
                                        .formatted(
                                                source,
                                                copy,
                                                copy.slug(),
                                                cloned.map(SignerText::of).orElse("")));
                return ExitCode.OK;
            });
        });
    }

    private RemoteRef copy(RemoteRef source, String me) {
        var given = as.get();
        if (given != null && given.contains("/")) {
            return RemoteDoor.ref(given);
        }
        return new RemoteRef(Slug.fromName(me), given == null ? source.slug() : new Slug(given));
    }
}
