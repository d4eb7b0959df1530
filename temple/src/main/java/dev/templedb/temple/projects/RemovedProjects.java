package dev.templedb.temple.projects;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.projects.RemovedProject.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Projects that a command took away, what commands changed and took away of projects, and the way back. Made by
/// [Projects#removed].
public final class RemovedProjects {
    /// How long what was removed is kept.
    public static final Duration RETENTION = Duration.ofDays(30);

    private static final String UNDO_OF = "undo of ";
    private static final String UN_OR_REDO = "^(un|re)do of ";

    private static final int SHOWN = 3;
    private static final int LOOKED_AT = 200;

    /// What the audit log remembers although it changes nothing in the temple.
    private static final Set<String> UNCHANGING = Set.of(
            "secret get", "deploy secrets", "project exec", "cathedral export", "cathedral export-all", "maintain");

    private final Temple temple;
    private final SqliteProjectStore store;
    private final Audit audit;
    private final SqliteUndoLog log = new SqliteUndoLog(RETENTION);

    RemovedProjects(Temple temple, SqliteProjectStore store, Audit audit) {
        this.temple = temple;
        this.store = store;
        this.audit = audit;
    }

    /// What can be undone, the newest first; what is undone together as one.
    public List<RemovedProject> list() {
        return temple.file().read(log::list);
    }

    /// The newest change of anything since the command that `entry` undoes, whether that can be undone or not.
    /// Empty
    /// when that was the last.
    public Optional<AuditEntry> doneSince(RemovedProject entry) {
        return audit.list(Optional.empty(), LOOKED_AT).stream()
                .filter(audited -> !UNCHANGING.contains(audited.action()))
                .findFirst()
                .filter(audited -> entry.auditSeq().isEmpty()
                        || audited.seq() > entry.auditSeq().get());
    }

    /// Does several things that are undone as one, what they only added among it. Inside `work` nothing else may be
    /// undone.
    ///
    /// @param command what does it, in the words of the command
    public <T> T together(Transaction tx, String command, Supplier<T> work) {
        long group = log.openGroup(tx, command);
        T done = work.get();
        var members = log.members(tx, group);
        var slugs = members.reversed().stream()
                .map(entry -> entry.slug().text())
                .distinct()
                .toList();
        log.closeGroup(
                tx,
                group,
                "%s: %d changes of %s%s"
                        .formatted(
                                command,
                                members.size(),
                                String.join(", ", slugs.subList(0, Math.min(SHOWN, slugs.size()))),
                                slugs.size() > SHOWN ? " and %d more".formatted(slugs.size() - SHOWN) : ""));
        return done;
    }

    /// Brings back what the newest command took away.
    ///
    /// Edits in directories come back there ([#files]), and not by this.
    ///
    /// @throws TempleException with `NOTHING_TO_UNDO`, or as [#undo(long)]
    public Restoration undo() {
        return temple.file()
                .write(tx -> restoreAll(
                        tx,
                        log.newest(tx)
                                .orElseThrow(() ->
                                        new TempleException(ErrorCode.NOTHING_TO_UNDO, "There is nothing to undo."))));
    }

    /// Brings back one removed project, or what a command changed. One that was replaced changes places with its
    /// replacement, which can then
    /// be
    /// brought back the same way.
    ///
    /// @throws TempleException with `NOTHING_TO_UNDO` when there is no such entry, `SLUG_TAKEN_SINCE` when
    ///         another project has the slug by now, or `CHANGED_SINCE` when what was changed is something else by
    /// now
    public Restoration undo(long undoId) {
        return temple.file().write(tx -> restoreAll(tx, require(tx, undoId)));
    }

    /// Deletes for good what was removed more than 30 days ago. The content is freed by the next repacking.
    ///
    /// @return how many projects were deleted
    public long purgeExpired() {
        return temple.file().write(tx -> {
            var limit = now().minus(RETENTION);
            for (var slug : store.slugsRemovedBefore(tx, limit)) {
                audit.record(tx, "project purge", slug, Json.Obj.empty());
            }
            log.forgetChangesBefore(tx, limit);
            return store.deleteRemovedBefore(tx, limit);
        });
    }

    RemovedProject recordRemoval(Transaction tx, Project project) {
        long id =
                log.insert(tx, now(), Action.REMOVE, project.id(), null, "project remove %s".formatted(project.slug()));
        return log.find(tx, id).orElseThrow();
    }

    /// Remembers that a project was made, when that is part of something that is undone as one.
    void recordCreation(Transaction tx, Project made) {
        if (log.isGroupOpen(tx)) {
            log.insertChange(
                    tx,
                    now(),
                    made.id(),
                    "project create %s".formatted(made.slug()),
                    new SqliteUndoLog.Kept(SqliteUndoLog.MADE, List.of()));
        }
    }

    void recordOverwrite(Transaction tx, Project replaced, Project replacement) {
        log.insert(
                tx,
                now(),
                Action.OVERWRITE,
                replaced.id(),
                replacement.id(),
                "%s was replaced".formatted(replaced.slug()));
    }

    /// Remembers that history of a project was taken away, which `keeper` keeps.
    ///
    /// @param keeper a project that was removed from the beginning
    /// @param how    the end of a sentence
    public void recordHistory(Transaction tx, Project project, long keeper, String how) {
        log.insert(tx, now(), Action.SYNC, keeper, project.id(), "history of %s was %s".formatted(project.slug(), how));
    }

    /// Remembers what a command changed and took away of a project, so that it can be undone. Nothing is remembered
    /// when nothing was lost: when all that was changed was nothing before, unless it is part of something that is
    /// undone as one.
    ///
    /// @param part    whose values they are; see [KeptValues#part]
    /// @param command what did it, in the words of the command: `var remove`
    /// @param what    what it did it to, in words for people, without values
    /// @return whether there is something to undo
    public boolean recordChange(
            Transaction tx, Project project, String part, String command, String what, List<KeptChange> changes) {
        if (changes.isEmpty()
                || changes.stream().allMatch(change -> change.before().isEmpty()) && !log.isGroupOpen(tx)) {
            return false;
        }
        log.insertChange(
                tx, now(), project.id(), "%s %s".formatted(command, what), new SqliteUndoLog.Kept(part, changes));
        return true;
    }

    /// Forgets that a value was taken away, because it came back in another way than by `undo`.
    public void forgetChange(Transaction tx, Project project, String part, KeptChange change) {
        log.forgetValue(tx, project.id(), part, change);
    }

    /// One entry, or all that is undone together with it.
    ///
    /// @throws TempleException with `NOTHING_TO_UNDO`
    public RemovedProject get(long undoId) {
        return temple.file().read(tx -> {
            var entry = require(tx, undoId);
            return entry.together()
                    .map(group -> log.members(tx, group).getFirst().as(Action.TOGETHER, log.summaryOf(tx, group)))
                    .orElse(entry);
        });
    }

    private RemovedProject require(Transaction tx, long undoId) {
        return log.find(tx, undoId)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.NOTHING_TO_UNDO, "There is nothing to undo with number %d.".formatted(undoId)));
    }

    /// Remembers that edits were thrown away in a checked-out directory, which keeps them.
    ///
    /// @param command what did it, in the words of the command
    /// @param what    what it did it to, in words for people
    public void recordFiles(Transaction tx, Project project, String command, String what, KeptFiles files) {
        log.insertChange(
                tx,
                now(),
                project.id(),
                "%s %s".formatted(command, what),
                new SqliteUndoLog.Kept(SqliteUndoLog.FILES, List.of(files.change())));
    }

    /// Forgets that edits were thrown away, because they are there again.
    public void forgetFiles(Transaction tx, long projectId, KeptFiles files) {
        log.forgetValue(tx, projectId, SqliteUndoLog.FILES, files.change());
    }

    /// Where the edits lie that `entry` brings back, one whose action is [Action#FILES].
    ///
    /// @throws TempleException with `NOTHING_TO_UNDO`
    public KeptFiles files(RemovedProject entry) {
        return temple.file().read(tx -> {
            require(tx, entry.undoId());
            return KeptFiles.of(log.kept(tx, entry.undoId()).changes().getFirst());
        });
    }

    private Restoration restoreAll(Transaction tx, RemovedProject entry) {
        if (entry.together().isEmpty()) {
            return restore(tx, entry);
        }
        long group = entry.together().get();
        var summary = log.summaryOf(tx, group);
        long way = log.openGroup(tx, summary);
        Optional<Project> last = Optional.empty();
        for (var member : log.members(tx, group)) {
            // What was undone before it may have given its project another slug.
            last = Optional.of(
                    restore(tx, log.find(tx, member.undoId()).orElseThrow()).project());
        }
        boolean isReversible = !log.members(tx, way).isEmpty();
        log.closeGroup(
                tx,
                way,
                "%s of %s"
                        .formatted(
                                summary.startsWith(UNDO_OF) ? "redo" : "undo", summary.replaceFirst(UN_OR_REDO, "")));
        return new Restoration.Undone(last.orElseThrow(), summary, isReversible);
    }

    /// What was made is taken out of sight, from where it comes back.
    private Restoration restoreCreation(Transaction tx, RemovedProject entry) {
        var made = visible(tx, entry.projectId())
                .orElseThrow(() -> gone(tx, "That cannot be undone", entry.slug(), entry.projectId()));
        log.delete(tx, entry.undoId());
        store.setRemovedAt(tx, made.id(), now());
        recordRemoval(tx, made);
        recordUndo(tx, made, entry);
        return new Restoration.Undone(made, entry.summary(), true);
    }

    private Restoration restoreChange(Transaction tx, RemovedProject entry) {
        var project = visible(tx, entry.projectId())
                .orElseThrow(() -> gone(tx, "That cannot be undone", entry.slug(), entry.projectId()));
        var kept = log.kept(tx, entry.undoId());
        var values = ServiceLoader.load(KeptValues.class, KeptValues.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.part().equals(kept.part()))
                .findFirst()
                .orElseThrow();
        var back = new TreeMap<String, Optional<Json>>();
        var taken = new ArrayList<String>();
        for (var change : kept.changes()) {
            var now = values.find(tx, project, change.name());
            if (!isSame(values, now, change.before())) {
                back.put(change.name(), change.before());
                if (!isSame(values, now, change.after())) {
                    taken.add(change.name());
                }
            }
        }
        if (!taken.isEmpty()) {
            throw new TempleException(
                    ErrorCode.CHANGED_SINCE,
                    "That cannot be undone: %s of %s became something else since."
                            .formatted(Printable.text(String.join(", ", taken)), project.slug()));
        }
        log.delete(tx, entry.undoId());
        values.put(temple, tx, project, back);
        var restored = store.find(tx, project.id()).orElseThrow();
        boolean isReversible = recordChange(
                tx,
                restored,
                kept.part(),
                entry.summary().startsWith(UNDO_OF) ? "redo of" : "undo of",
                entry.summary().replaceFirst(UN_OR_REDO, ""),
                kept.changes().stream()
                        .filter(change -> back.containsKey(change.name()))
                        .map(KeptChange::reversed)
                        .toList());
        recordUndo(tx, restored, entry);
        return new Restoration.Undone(restored, entry.summary(), isReversible);
    }

    private TempleException gone(Transaction tx, String what, Slug slug, long projectId) {
        var another = store.find(tx, slug.text()).isPresent() ? " (the project %s of now is another one)" : "";
        var way = log.all(tx).stream()
                .filter(entry -> entry.projectId() == projectId)
                .filter(entry -> entry.action() == Action.REMOVE || entry.action() == Action.OVERWRITE)
                .findFirst()
                .map(entry -> "; `templedb undo %d` brings it back, that comes first".formatted(entry.undoId()));
        return new TempleException(
                ErrorCode.NOTHING_TO_UNDO,
                "%s, because its project %s is not there any more%s%s."
                        .formatted(what, slug, another.formatted(slug), way.orElse("")));
    }

    private static boolean isSame(KeptValues values, Optional<Json> one, Optional<Json> other) {
        return one.isPresent() && other.isPresent()
                ? values.isSame(one.get(), other.get())
                : one.isEmpty() && other.isEmpty();
    }

    private Optional<Project> visible(Transaction tx, long id) {
        return store.find(tx, id)
                .filter(found -> store.find(tx, found.slug().text())
                        .filter(visible -> visible.id() == found.id())
                        .isPresent());
    }

    private Restoration restoreHistory(Transaction tx, RemovedProject entry) {
        var project = entry.replacedBy()
                .flatMap(id -> visible(tx, id))
                .orElseThrow(() -> gone(
                        tx,
                        "The history of %s cannot come back".formatted(entry.slug()),
                        entry.slug(),
                        entry.replacedBy().orElse(entry.projectId())));
        log.delete(tx, entry.undoId());
        ServiceLoader.load(HistoryReturn.class, HistoryReturn.class.getClassLoader())
                .findFirst()
                .orElseThrow()
                .bringBack(temple, tx, project, entry.projectId());
        recordUndo(tx, project, entry);
        return new Restoration.Swapped(store.find(tx, project.id()).orElseThrow());
    }

    private void recordUndo(Transaction tx, Project restored, RemovedProject entry) {
        audit.record(
                tx,
                "undo",
                restored.slug().text(),
                Json.Obj.empty().with("undo", entry.undoId()).with("of", entry.summary()));
    }

    private Restoration restore(Transaction tx, RemovedProject entry) {
        if (entry.action() == Action.SYNC) {
            return restoreHistory(tx, entry);
        }
        if (entry.action() == Action.CHANGE) {
            return restoreChange(tx, entry);
        }
        if (entry.action() == Action.CREATE) {
            return restoreCreation(tx, entry);
        }
        if (entry.action() == Action.FILES) {
            throw new TempleException(
                    ErrorCode.CHANGED_SINCE,
                    "Edits come back in the directory that keeps them, and not in the temple alone.");
        }
        var inPlace = store.find(tx, entry.slug().text());
        if (inPlace.isPresent()
                && !entry.replacedBy().equals(Optional.of(inPlace.get().id()))) {
            throw new TempleException(
                    ErrorCode.SLUG_TAKEN_SINCE,
                    "%s cannot come back: there is another project %s by now."
                            .formatted(entry.slug(), inPlace.get().slug()));
        }
        log.delete(tx, entry.undoId());
        inPlace.ifPresent(replacement -> store.setRemovedAt(tx, replacement.id(), now()));
        store.setRemovedAt(tx, entry.projectId(), null);
        var restored = store.find(tx, entry.projectId()).orElseThrow();
        inPlace.ifPresent(replacement -> log.insert(
                tx,
                now(),
                Action.OVERWRITE,
                replacement.id(),
                restored.id(),
                "%s was replaced by undo".formatted(replacement.slug())));
        if (inPlace.isEmpty()) {
            recordCreation(tx, restored);
        }
        recordUndo(tx, restored, entry);
        return inPlace.isPresent() ? new Restoration.Swapped(restored) : new Restoration.BroughtBack(restored);
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
