package dev.templedb.cli.deployments;

import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.deployments.TargetChange;
import dev.templedb.temple.variables.Variables;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options that say what a target is like.
final class TargetOptions {
    private final Map<String, Value<@Nullable String>> texts = new LinkedHashMap<>();
    private final Value<Duration> timeout;
    private final Value<String[]> variables;
    private final Value<String[]> removed;

    TargetOptions(Usage usage) {
        text(usage, "target_type", "--type", "TYPE", "What kind of thing it is, such as server or static_site.");
        text(usage, "host", "--host", "HOST", "Its host; the script finds it in TEMPLEDB_HOST.");
        text(usage, "region", "--region", "REGION", "Its region; the script finds it in TEMPLEDB_REGION.");
        text(usage, "script", "--script", "PATH", "The script in the project; deploy.sh without it.");
        text(
                usage,
                "environment",
                "--env",
                "NAME",
                "The environment whose variables it gets; the target's name without it.");
        text(
                usage,
                "health_check.url",
                "--health-url",
                "URL",
                "An http or https address that answers when all is well.");
        text(
                usage,
                "health_check.command",
                "--health-command",
                "COMMAND",
                "A command of the shell that succeeds when all is well.");
        text(usage, "hooks.before", "--before", "COMMAND", "A command of the shell to run before the script.");
        text(usage, "hooks.after", "--after", "COMMAND", "A command of the shell to run when all went well.");
        timeout = usage.duration(
                "--timeout",
                "TIME",
                "How long a deployment may take, such as 90s or 30m; 15m when nothing says so.",
                Duration.ZERO);
        variables = usage.options(
                "--var", "NAME=VALUE", "A variable of this target alone; may be repeated. Not for secrets.");
        removed = usage.options("--remove-var", "NAME", "Remove a variable of this target; may be repeated.");
    }

    private void text(Usage usage, String member, String option, String label, String description) {
        texts.put(member, usage.option(option, label, description));
    }

    TargetChange change() {
        var given = new LinkedHashMap<String, String>();
        texts.forEach((member, option) -> {
            var text = option.get();
            if (text != null) {
                given.put(member, text);
            }
        });
        return new TargetChange(
                given, Optional.of(timeout.get()).filter(time -> !time.isZero()), variables(), List.of(removed.get()));
    }

    private Map<String, String> variables() {
        var values = new LinkedHashMap<String, String>();
        for (var pair : variables.get()) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new TempleException(
                        ErrorCode.USAGE, "\"%s\" is not of the form NAME=VALUE.".formatted(Printable.text(pair)));
            }
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    /// Warns of variables that should be secrets.
    void warnOfSecrets(Terminal terminal, String slug) {
        var names = Variables.looksSecret(variables().keySet());
        if (!names.isEmpty()) {
            terminal.warn(
                    "%s looks like a secret. Variables are stored and exported in the clear; `templedb secret set %s %s` encrypts, and every deployment of the project gets it."
                            .formatted(String.join(", ", names), Printable.text(slug), names.getFirst()));
        }
    }
}
