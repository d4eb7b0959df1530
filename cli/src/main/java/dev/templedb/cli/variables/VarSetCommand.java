package dev.templedb.cli.variables;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GivenValue;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.variables.Variables;
import java.util.LinkedHashMap;
import java.util.Map;

/// `templedb var set SLUG NAME=VALUE...`
public final class VarSetCommand implements Command {
    private final Value<String> slug;
    private final Value<String[]> pairs;
    private final EnvironmentOption environment;
    private final Temples temples;
    private final Terminal terminal;

    public VarSetCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says("All or none of them are set. Variables are kept and exported in the clear; for passwords there is"
                        + " `templedb secret set`.")
                .example("templedb var set web-app LOG_LEVEL=info PORT=8080")
                .example("templedb var set web-app --env prod LOG_LEVEL=warn")
                .example("templedb var set web-app BANNER <banner.txt")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        pairs = usage.remainingParameters(
                "NAME=VALUE", "What to set; a NAME alone takes its value from standard input.");
        environment = new EnvironmentOption(usage);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        var values = values();
        var changed =
                temples.inExisting(temple -> new Variables(temple).set(slug.get(), environment.get(), values, false));
        Changes.say(terminal, slug.get(), environment.get(), changed);
        return ExitCode.OK;
    }

    private Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        for (var pair : pairs.get()) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (pairs.get().length > 1) {
                throw new TempleException(
                        ErrorCode.USAGE, "\"%s\" is not of the form NAME=VALUE.".formatted(Printable.text(pair)));
            } else {
                values.put(pair, GivenValue.text(GivenValue.hidden(terminal, "Value of " + pair + ":", false)));
            }
        }
        if (values.isEmpty()) {
            throw new TempleException(ErrorCode.USAGE, "Say what to set as NAME=VALUE.");
        }
        return values;
    }
}
