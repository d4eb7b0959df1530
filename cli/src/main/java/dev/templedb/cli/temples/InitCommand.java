package dev.templedb.cli.temples;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.Printable;
import dev.templedb.temple.Temple;
import java.nio.file.Files;

/// `templedb init`
public final class InitCommand implements Command {
    private final Temples temples;
    private final Terminal terminal;

    public InitCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("A temple that is there already is left as it is.")
                .example("templedb init")
                .example("templedb init --temple ~/work.sqlite")
                .exits(ExitCode.USAGE, "the file is something else, or on a network file system")
                .exits(ExitCode.REFUSED, "the file or its directory cannot be written")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        boolean isNew = Files.notExists(temples.path());
        var path = temples.inAny(Temple::path);
        var name = Printable.text(path.toString());
        terminal.say(
                new Details().with("temple", path).with("created", isNew),
                isNew ? "Made the temple %s.".formatted(name) : "The temple %s is there already.".formatted(name));
        return ExitCode.OK;
    }
}
