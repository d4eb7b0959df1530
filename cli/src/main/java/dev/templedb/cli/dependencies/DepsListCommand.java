package dev.templedb.cli.dependencies;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.dependencies.Dependency;
import dev.templedb.temple.dependencies.UnreadManifest;
import dev.templedb.temple.projects.Projects;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `templedb deps list SLUG`
public final class DepsListCommand implements Command {
    private static final List<String> SCOPES =
            List.of("runtime", "provided", "optional", "build", "test", "dev", "managed");

    private final Value<String> slug;
    private final Value<Boolean> direct;
    private final Value<@Nullable String> scope;
    private final Temples temples;
    private final Terminal terminal;

    public DepsListCommand(Usage usage, Temples temples, Terminal terminal) {
        usage.says(
                        "What the manifests and lock files of the tree that HEAD names say. A lock file speaks for the manifests beside it."
                                + " Versions that are only managed for others are listed with --scope managed.")
                .example("templedb deps list web-app")
                .example("templedb deps list web-app --direct --scope runtime --format json")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        direct = usage.flag("--direct", "Only what the project asks for itself.");
        scope = usage.option("--scope", "SCOPE", "Only this scope: " + String.join(", ", SCOPES) + ".");
        this.temples = temples;
        this.terminal = terminal;
    }

    private record Found(List<Dependency> dependencies, List<UnreadManifest> problems) {}

    @Override
    public int run() {
        var wanted = scope.get();
        if (wanted != null && !SCOPES.contains(wanted)) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "There is no scope %s; the scopes are %s."
                            .formatted(Printable.text(wanted), String.join(", ", SCOPES)));
        }
        var found = temples.inExisting(temple -> {
            long project = new Projects(temple).require(slug.get()).id();
            var dependencies = new Dependencies(temple);
            return new Found(dependencies.list(project), dependencies.problems(project));
        });
        var listing = new Listing(
                Column.text("package"),
                Column.text("version"),
                Column.text("requirement"),
                Column.text("scope"),
                Column.text("direct"),
                Column.text("type"),
                Column.text("path"),
                Column.hidden("purl"));
        found.dependencies().stream()
                .filter(one -> !direct.get() || one.direct())
                .filter(one ->
                        wanted == null ? !one.isManaged() : one.scopeWord().equals(wanted))
                .forEach(one -> listing.row(
                        Printable.text(one.packageName()),
                        DepsText.orNull(one.version()),
                        DepsText.orNull(one.requirement()),
                        one.scopeWord(),
                        one.direct(),
                        one.type(),
                        one.path().toString(),
                        one.purl()));
        terminal.list(listing);
        found.problems().forEach(one -> terminal.warn(one.sentence()));
        return ExitCode.OK;
    }
}
