package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.PackageOrSlug;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.temple.remotes.RemoteRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral yank OWNER/PROJECT:VERSION`
public final class YankCommand implements Command {
    private final Value<String> what;
    private final Value<@Nullable String> reason;
    private final Value<Boolean> undo;
    private final RemoteDoor door;
    private final Terminal terminal;

    public YankCommand(Usage usage, RemoteAccess access, Temples temples, Terminal terminal) {
        usage.says("A yanked version can still be had by its name, but is never the latest one.")
                .example("templedb cathedral yank ada/my-project:1.2.0 --reason \"loses data\"")
                .example("templedb cathedral yank ada/my-project:1.2.0 --undo")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such version, project, remote or temple")
                .exits(ExitCode.REFUSED, "you may not")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached");
        what = usage.parameter("OWNER/PROJECT:VERSION", "A published version.");
        reason = usage.option("--reason", "TEXT", "What is wrong with it.");
        undo = usage.flag("--undo", "Take it back: the version is good again.");
        door = new RemoteDoor(usage, access, temples);
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (!(PackageOrSlug.of(what.get()) instanceof PackageOrSlug.Remote(var owner, var project, var version))
                || version.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Name a version, such as ada/web-app:1.2.0.");
        }
        var ref = RemoteRef.of(owner, project);
        var name = VersionName.of(version);
        door.with((remote, _) -> {
            remote.yank(ref, name, !undo.get(), Optional.ofNullable(reason.get()));
            return name;
        });
        terminal.say(
                new Details()
                        .with("project", ref.toString())
                        .with("version", name.text())
                        .with("yanked", !undo.get()),
                undo.get() ? "%s %s is good again.".formatted(ref, name) : "Yanked %s %s.".formatted(ref, name));
        return ExitCode.OK;
    }
}
