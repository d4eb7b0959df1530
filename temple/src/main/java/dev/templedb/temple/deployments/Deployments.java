package dev.templedb.temple.deployments;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.FileMode;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.FileReader;
import dev.templedb.temple.history.RefResolver;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Deploys projects, and keeps what became of it.
///
/// Each deployment is a row before anything of it runs; a program that is killed leaves a row that says so.
public final class Deployments {
    private static final int LINES_OF_FAILURE = 5;

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The deployments in `temple`.
    public Deployments(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// The deployments of a project, the newest first. One whose program was killed is
    /// [DeploymentState#INTERRUPTED].
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<Deployment> history(String slug) {
        return temple.file()
                .read(tx -> new SqliteDeploymentStore(
                                tx, projects.require(tx, slug).id())
                        .all().stream().map(Deployments::seen).toList());
    }

    private static Deployment seen(SqliteDeploymentStore.Stored stored) {
        var it = stored.deployment();
        return stored.isKilled()
                ? new Deployment(
                        it.number(),
                        it.target(),
                        it.kind(),
                        it.commit(),
                        it.ref(),
                        DeploymentState.INTERRUPTED,
                        it.step(),
                        it.exitCode(),
                        it.who(),
                        it.startedAt(),
                        it.endedAt(),
                        stored.left(),
                        it.log())
                : it;
    }

    /// Removes the files of deployments whose program was killed, once nothing that they had started runs any more.
    /// Costs
    /// nothing when there are none; each new deployment does it, too.
    ///
    /// @param scratch as in [DeploymentRequest#scratch]
    /// @return the directories that could not be removed
    public List<Path> sweep(Path scratch) {
        return new DeploymentScratch(scratch).sweep(temple.file());
    }

    /// One deployment by its number.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND` or `DEPLOYMENT_NOT_FOUND`
    public Deployment get(String slug, long number) {
        return history(slug).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.DEPLOYMENT_NOT_FOUND,
                        "Project %s has no deployment %d.".formatted(Printable.text(slug), number)));
    }

    /// Deploys the commit that `ref` leads to.
    ///
    /// Returns when it has succeeded. Ends everything that was started when the program is told to stop meanwhile.
    ///
    /// @throws TempleException with `PROJECT_NOT_FOUND`, `TARGET_NOT_FOUND`, `TARGET_INVALID`, `FILE_NOT_FOUND`
    /// when
    ///         the commit has no such script or it is no file, `DEPLOYMENT_RUNNING`, `DEPLOYMENT_FAILED`,
    /// `DEPLOYMENT_TIMED_OUT`,
    /// `DEPLOYMENT_UNHEALTHY`, `DEPLOYMENT_CANCELLED`,
    ///         or what opening secrets throws
    public Deployment run(DeploymentRequest request, String ref, DeploymentListener listener) {
        return deploy(request, "run", ref, listener);
    }

    /// Deploys again what was deployed well before: after a deployment that went wrong, the last one that
    /// succeeded;
    /// after one that succeeded, the last of another commit.
    ///
    /// @param number the deployment to go back to; chosen when empty
    /// @throws TempleException with `NOTHING_TO_ROLL_BACK`, `DEPLOYMENT_NOT_FOUND`, or as [#run]
    public Deployment rollback(DeploymentRequest request, Optional<Long> number, DeploymentListener listener) {
        var commit = number.isPresent()
                ? get(request.slug(), number.get()).commit()
                : lastGood(request.slug(), request.target());
        return deploy(request, "rollback", commit.hex(), listener);
    }

    private GitId lastGood(String slug, String target) {
        var there = history(slug).stream()
                .filter(each -> each.target().equals(target))
                .toList();
        boolean wentWell = !there.isEmpty() && there.getFirst().state() == DeploymentState.SUCCEEDED;
        return there.stream()
                .filter(each -> each.state() == DeploymentState.SUCCEEDED)
                .map(Deployment::commit)
                .filter(commit -> !wentWell || !commit.equals(there.getFirst().commit()))
                .findFirst()
                .orElseThrow(() -> new TempleException(
                        ErrorCode.NOTHING_TO_ROLL_BACK,
                        "No %sdeployment of %s to %s succeeded."
                                .formatted(wentWell ? "earlier " : "", Printable.text(slug), Printable.text(target))));
    }

    private Deployment deploy(DeploymentRequest request, String kind, String ref, DeploymentListener listener) {
        var project = projects.require(request.slug());
        var target = new DeploymentTargets(temple).get(request.slug(), request.target());
        var commit = temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                return new RefResolver(tx, project.id(), objects).resolve(ref).requireCommit();
            }
        });
        DeploymentTargets.requireValid(target);
        requireScript(project, commit, target.script());
        try (var opened = OpenedSecrets.of(request)) {
            var begun = begin(request, project, target, kind, commit, ref);
            var run = new DeploymentRun(temple, request, project, target, begun, opened);
            Optional<Ending> ending = Optional.empty();
            try {
                listener.begins(begun.deployment());
                ending = Optional.of(run.run(listener));
            } finally {
                end(project, begun, ending.orElseGet(() -> Ending.at(DeploymentState.FAILED, run.step())), run.log());
                if (ending.isPresent() && ending.get().state() == DeploymentState.CANCELLED) {
                    listener.cancelled(cancelled(request, begun.deployment().number(), ending.get()));
                }
                run.cleanUp();
            }
            return finished(request, begun.deployment().number(), ending.get(), run);
        }
    }

    /// A link could lead to a file of somebody else.
    private void requireScript(Project project, GitId commit, String script) {
        var kind = new FileReader(temple)
                .find(project.id(), commit.hex(), FilePath.of(script))
                .kind();
        if (kind != FileMode.FILE && kind != FileMode.EXECUTABLE) {
            throw new TempleException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The script %s is a %s in commit %s, not a file."
                            .formatted(
                                    Printable.text(script),
                                    kind == FileMode.SYMLINK ? "symbolic link" : "submodule",
                                    commit.hex().substring(0, 10)));
        }
    }

    private SqliteDeploymentStore.Stored begin(
            DeploymentRequest request, Project project, Target target, String kind, GitId commit, String ref) {
        var scratch = new DeploymentScratch(request.scratch());
        scratch.sweep(temple.file());
        return temple.file().write(tx -> {
            var store = new SqliteDeploymentStore(tx, project.id());
            for (var other : store.all()) {
                var left = other.left();
                if (!left.isEmpty() && other.deployment().target().equals(target.name())) {
                    throw stillRuns(project, other.deployment(), left);
                }
                if (other.isAbandoned()) {
                    if (left.isEmpty()) {
                        SqliteDeploymentStore.end(
                                tx,
                                other.id(),
                                Ending.of(DeploymentState.INTERRUPTED),
                                Optional.empty(),
                                other.deployment().log());
                    }
                } else if (other.deployment().state() == DeploymentState.RUNNING
                        && other.deployment().target().equals(target.name())) {
                    throw new TempleException(
                            ErrorCode.DEPLOYMENT_RUNNING,
                            "Deployment %d of %s to %s is running."
                                    .formatted(other.deployment().number(), project.slug(), target.name()));
                }
            }
            long number = store.next();
            var deployment = new Deployment(
                    number,
                    target.name(),
                    kind,
                    commit,
                    ref,
                    DeploymentState.RUNNING,
                    Optional.empty(),
                    Optional.empty(),
                    temple.user(),
                    now(),
                    Optional.empty(),
                    List.of(),
                    "");
            var process = RunningProcess.current();
            var directory = scratch.of(process, number).toString();
            long id = store.begin(deployment, process, directory);
            audit.record(
                    tx,
                    "deploy " + kind,
                    project.slug().text(),
                    Json.Obj.empty()
                            .with("target", target.name())
                            .with("number", number)
                            .with("commit", commit.hex()));
            return new SqliteDeploymentStore.Stored(deployment, id, process, directory, Optional.empty());
        });
    }

    private static TempleException stillRuns(Project project, Deployment deployment, List<Long> left) {
        return new TempleException(
                ErrorCode.DEPLOYMENT_RUNNING,
                ("The program that ran deployment %d of %s to %s was killed, and what it had started still runs: process"
                                + " %s, of a deployment that began at %s. Wait until it is done, or end it.")
                        .formatted(
                                deployment.number(),
                                project.slug(),
                                deployment.target(),
                                left.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                                deployment.startedAt()));
    }

    private void end(Project project, SqliteDeploymentStore.Stored begun, Ending ending, String log) {
        temple.file().<Boolean>write(tx -> {
            audit.record(
                    tx,
                    "deploy end",
                    project.slug().text(),
                    Json.Obj.empty()
                            .with("number", begun.deployment().number())
                            .with("state", ending.state().word()));
            return SqliteDeploymentStore.end(tx, begun.id(), ending, Optional.of(now()), log);
        });
    }

    private Deployment finished(DeploymentRequest request, long number, Ending ending, DeploymentRun run) {
        var what = what(request, number);
        var where = where(ending);
        return switch (ending.state()) {
            case SUCCEEDED -> get(request.slug(), number);
            case TIMED_OUT ->
                throw new TempleException(
                        ErrorCode.DEPLOYMENT_TIMED_OUT,
                        "%s took longer than %d seconds, in %s; it was ended.%s"
                                .formatted(what, run.timeout().toSeconds(), where, said(run)));
            case UNHEALTHY ->
                throw new TempleException(
                        ErrorCode.DEPLOYMENT_UNHEALTHY,
                        "%s was made, but the health check does not succeed.%s".formatted(what, said(run)));
            case CANCELLED -> throw cancelled(request, number, ending);
            default ->
                throw new TempleException(
                        ErrorCode.DEPLOYMENT_FAILED,
                        "%s failed: %s ended with exit code %d.%s"
                                .formatted(what, where, ending.exitCode().orElse(1L), said(run)));
        };
    }

    private static TempleException cancelled(DeploymentRequest request, long number, Ending ending) {
        return new TempleException(
                ErrorCode.DEPLOYMENT_CANCELLED,
                "%s was cancelled%s; what it had started was ended."
                        .formatted(what(request, number), ending.step().isPresent() ? " in " + where(ending) : ""));
    }

    private static String what(DeploymentRequest request, long number) {
        return "Deployment %d of %s to %s".formatted(number, request.slug(), request.target());
    }

    private static String where(Ending ending) {
        var step = ending.step().orElse("");
        return step.equals("script") ? "the script" : "the step " + step;
    }

    private static String said(DeploymentRun run) {
        var lines = run.lastLines(LINES_OF_FAILURE);
        return lines.isEmpty()
                ? " It said nothing."
                : " It said last:\n"
                        + String.join(
                                "\n",
                                lines.stream()
                                        .map(line -> "  " + Printable.text(line))
                                        .toList());
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
