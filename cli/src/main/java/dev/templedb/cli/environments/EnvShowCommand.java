package dev.templedb.cli.environments;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.environments.Environment;
import dev.templedb.temple.environments.EnvironmentKind;
import dev.templedb.temple.environments.Environments;
import org.jspecify.annotations.Nullable;

/// `templedb env show SLUG NAME`
public final class EnvShowCommand implements Command {
    private final Value<String> slug;
    private final Value<String> name;
    private final Value<Boolean> history;
    private final Value<@Nullable Long> version;
    private final Temples temples;
    private final Terminal terminal;

    public EnvShowCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("Prints the text as it is kept.")
                .example("templedb env show web-app dev")
                .example("templedb env show web-app dev --history")
                .example("templedb env show web-app dev --version 2")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such environment, version, project or temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        name = usage.parameter("NAME", "The environment, such as dev or prod.");
        history = usage.flag("--history", "List the versions that there were, the newest first.");
        version = usage.option(
                "--version",
                "N",
                "Show this version; also of an environment that was removed.",
                EnvShowCommand::number);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var which = Environments.name(name.get());
        if (history.get()) {
            return history(which);
        }
        var number = version.get();
        var environment = temples.inExisting(temple -> number == null
                ? new Environments(temple).get(slug.get(), which)
                : new Environments(temple).get(slug.get(), which, number));
        if (terminal.format() == Format.TABLE) {
            terminal.print(environment.text().orElseThrow());
        } else {
            terminal.show(new Details()
                    .with("name", environment.name())
                    .with(
                            "kind",
                            EnvironmentKind.of(environment.text().orElseThrow()).word())
                    .with("version", environment.version())
                    .with("how", environment.how())
                    .with("changed_at", environment.changedAt().orElse(null))
                    .with("changed_by", environment.changedBy().orElse(null))
                    .with("text", environment.text().orElseThrow()));
        }
        return ExitCode.OK;
    }

    private int history(String which) {
        var listing = new Listing(
                Column.number("version"),
                Column.text("how"),
                Column.number("lines"),
                Column.text("changed_by"),
                Column.text("changed_at"));
        for (Environment each : temples.inExisting(temple -> new Environments(temple).history(slug.get(), which))) {
            listing.row(
                    each.version(),
                    each.how(),
                    each.lines(),
                    each.changedBy().orElse(null),
                    each.changedAt().orElse(null));
        }
        terminal.list(listing);
        return ExitCode.OK;
    }

    private static Long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not the number of a version.".formatted(Printable.text(text)),
                    noNumber);
        }
    }
}
