package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.exchange.ProjectJoin;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.WorkAuthor;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What both sides have changed, from when it was found until it is decided.
public final class SyncConflicts {
    private static final WorkAuthor WHO_MERGES_NOTHING =
            new WorkAuthor(WorkAuthor.person("", "", Instant.EPOCH, 0), WorkAuthor.person("", "", Instant.EPOCH, 0));

    private final Temple temple;
    private final Projects projects;
    private final ProjectJoin joins;
    private final Audit audit;

    /// The conflicts of the projects of `temple`.
    public SyncConflicts(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.joins = new ProjectJoin(temple);
        this.audit = new Audit(temple);
    }

    /// What waits for a decision, and with `all` what was decided too.
    public List<SyncConflict> list(String slug, boolean all) {
        return temple.file()
                .read(tx -> new SqliteRemoteStore(tx)
                        .conflicts(projects.require(tx, slug).id(), all));
    }

    /// Settles what a person has merged in the history meanwhile.
    ///
    /// @return what still waits
    List<SyncConflict> settle(String slug) {
        return list(slug, false).isEmpty() ? List.of() : resolve(slug, Map.of(), WHO_MERGES_NOTHING);
    }

    /// Takes decisions. A branch is joined when all of its files are decided.
    ///
    /// @param decisions by item
    /// @return what still waits
    /// @throws TempleException with `SYNC_CONFLICT_NOT_FOUND`
    public List<SyncConflict> resolve(String slug, Map<String, JoinSide> decisions, WorkAuthor who) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteRemoteStore(tx);
            var open = store.conflicts(project.id(), false);
            for (var item : decisions.keySet()) {
                if (open.stream().noneMatch(conflict -> conflict.what().item().equals(item))) {
                    throw new TempleException(
                            ErrorCode.SYNC_CONFLICT_NOT_FOUND,
                            "No conflict of %s is called %s.".formatted(slug, Printable.text(item)));
                }
            }
            for (var remote : store.remotes()) {
                resolve(tx, project, remote, open, decisions, who);
            }
            if (!decisions.isEmpty()) {
                audit.record(tx, "cathedral conflicts", project.slug().text(), details(decisions));
            }
            return store.conflicts(project.id(), false);
        });
    }

    private static Json.Obj details(Map<String, JoinSide> decisions) {
        var details = Json.Obj.empty();
        for (var decision : decisions.entrySet()) {
            details = details.with(decision.getKey(), decision.getValue().word());
        }
        return Json.Obj.empty().with("resolved", details);
    }

    private void resolve(
            Transaction tx,
            Project project,
            NamedRemote remote,
            List<SyncConflict> all,
            Map<String, JoinSide> decisions,
            WorkAuthor who) {
        var open = all.stream()
                .filter(conflict -> conflict.remote().equals(remote.name()))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        var store = new SqliteRemoteStore(tx);
        var decided = new HashMap<String, JoinSide>();
        open.forEach(conflict -> conflict.resolution()
                .flatMap(JoinSide::of)
                .ifPresent(side -> decided.put(conflict.what().item(), side)));
        decisions.forEach((item, side) -> {
            decided.put(item, side);
            store.decide(project.id(), remote.id(), item, side.word());
        });
        var result = joins.resolve(
                tx,
                project.slug().text(),
                remote.name(),
                open.stream().map(SyncConflict::what).toList(),
                decided,
                who);
        var now = temple.clock().instant();
        result.settled().forEach(item -> store.settle(project.id(), remote.id(), item, now));
        var known = open.stream().map(conflict -> conflict.what().item()).collect(Collectors.toSet());
        result.open().stream()
                .filter(conflict -> !known.contains(conflict.item()))
                .forEach(conflict -> store.put(project.id(), remote.id(), conflict, Optional.empty(), now));
    }
}
