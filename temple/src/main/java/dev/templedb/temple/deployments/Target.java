package dev.templedb.temple.deployments;

import dev.templedb.packages.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a project is deployed to, as it stands in the document: the names of the Python tool for what it knows
/// (`target_name`, `target_type`, `host`, `region`), ours beside them, and whatever else somebody wrote there.
///
/// @param json the target; has a member `target_name`
public record Target(Json.Obj json) {
    /// How long a deployment takes at most when the target does not say.
    public static final Duration TIMEOUT = Duration.ofMinutes(15);
    /// What is run when the target does not say.
    public static final String SCRIPT = "deploy.sh";

    static final String NAME = "target_name";

    /// What it is called, such as `prod`.
    public String name() {
        return json.text(NAME).orElseThrow();
    }

    /// What kind of thing it is, such as `server`; free words.
    public Optional<String> type() {
        return json.text("target_type");
    }

    /// Its host.
    public Optional<String> host() {
        return json.text("host");
    }

    /// Its region.
    public Optional<String> region() {
        return json.text("region");
    }

    /// The environment whose variables it gets: its own name unless it says another.
    public String environment() {
        return json.text("environment").orElseGet(this::name);
    }

    /// The path of the script in the project.
    public String script() {
        return json.text("script").orElse(SCRIPT);
    }

    /// Variables of this target alone.
    public SortedMap<String, String> variables() {
        var variables = new TreeMap<String, String>();
        json.object("variables").members().forEach((name, value) -> {
            if (value instanceof Json.Str(var text)) {
                variables.put(name, text);
            }
        });
        return variables;
    }

    /// The address that answers with a status from 200 to 299 when all is well.
    public Optional<String> healthUrl() {
        return json.object("health_check").text("url");
    }

    /// The command of the shell that succeeds when all is well.
    public Optional<String> healthCommand() {
        return json.object("health_check").text("command");
    }

    /// The command of the shell to run before the script.
    public Optional<String> before() {
        return json.object("hooks").text("before");
    }

    /// The command of the shell to run after the script and the health check.
    public Optional<String> after() {
        return json.object("hooks").text("after");
    }

    /// How long a deployment may take.
    public Duration timeout() {
        return json.whole("timeout_seconds")
                .filter(seconds -> seconds > 0 && seconds < 1_000_000)
                .map(Duration::ofSeconds)
                .orElse(TIMEOUT);
    }
}
