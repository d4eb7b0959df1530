package dev.templedb.cli.deployments;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.deployments.Deployment;
import dev.templedb.temple.deployments.DeploymentListener;
import dev.templedb.temple.deployments.DeploymentRequest;
import dev.templedb.temple.secrets.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Lets a deployment run at the terminal: its output as it comes, the user's keys for its secrets.
///
/// @param environment the variables of the user's shell
/// @param setsid      the program of that name, if there is one
public record Deployer(
        Temples temples, UserKeys keys, Terminal terminal, Map<String, String> environment, Optional<Path> setsid)
        implements DeploymentListener {
    /// With which a program ends that Ctrl-C stops.
    private static final int INTERRUPTED = 130;

    DeploymentRequest request(Temple temple, String slug, String target, List<String> arguments, String[] ageKeys) {
        return new DeploymentRequest(
                slug,
                target,
                arguments,
                project -> new Secrets(temple).openAll(project, "deploy secrets", keys.ring(ageKeys)),
                environment,
                temples.scratch(),
                setsid);
    }

    /// Deploys, and says what became of it.
    int deploy(String slug, Function<Temple, Deployment> work) {
        try {
            say(slug, temples.inExisting(work));
            return ExitCode.OK;
        } catch (TempleException e) {
            if (e.code() == ErrorCode.DEPLOYMENT_CANCELLED) {
                // That was said while the program still could.
                return ExitCode.FAILED;
            }
            throw e;
        }
    }

    @Override
    public void cancelled(TempleException failure) {
        terminal.fail(failure, INTERRUPTED);
    }

    @Override
    public void begins(Deployment deployment) {
        terminal.note("Deployment %d to %s: commit %s."
                .formatted(
                        deployment.number(),
                        deployment.target(),
                        deployment.commit().hex().substring(0, 10)));
    }

    /// With another format than a table, standard output is for the result alone.
    @Override
    public void says(byte[] bytes, boolean isError) {
        terminal.relay(bytes, isError || terminal.format() != Format.TABLE);
    }

    private void say(String slug, Deployment done) {
        terminal.say(
                new Details()
                        .with("slug", slug)
                        .with("number", done.number())
                        .with("target", done.target())
                        .with("kind", done.kind())
                        .with("commit", done.commit())
                        .with("state", done.state().word())
                        .with(
                                "milliseconds",
                                done.duration().map(Duration::toMillis).orElse(0L)),
                "Deployed %s of %s to %s in %s s (deployment %d)."
                        .formatted(
                                done.commit().hex().substring(0, 10),
                                slug,
                                done.target(),
                                String.format(
                                        Locale.ROOT,
                                        "%.1f",
                                        done.duration().map(Duration::toMillis).orElse(0L) / 1000.0),
                                done.number()));
    }
}
