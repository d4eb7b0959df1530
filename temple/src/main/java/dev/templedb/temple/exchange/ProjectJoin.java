package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.JoinReport.Outcome;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.intake.HistoryIntake;
import dev.templedb.temple.intake.KeptHistory;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.SourceHistory;
import dev.templedb.temple.objects.DocumentPieces;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.ProjectObjects;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.states.ProjectStates;
import dev.templedb.temple.worktree.WorkAuthor;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Joins a project with what has become of it elsewhere: history by merging branches, everything else item by item,
/// against the state from which both come. Nothing that either side has is lost: what cannot be decided stays ours and
/// is
/// reported with both values, and commits of theirs get a ref of their own.
public final class ProjectJoin {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;

    /// Joins in `temple`.
    public ProjectJoin(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
    }

    /// What the project and the other side have in common, item by item.
    ///
    /// @return whether a project in state `here` has nothing that the state `there` has not, and the other way
    /// round;
    ///         when `there` has no secrets, those here are left out of account, and so is what waits to be joined
    public static boolean isSame(ProjectState here, ProjectState there, String remote) {
        return isSame(here, there, remote, Standing.hasSecrets(there));
    }

    /// The same, where the secrets count on both sides.
    ///
    /// @param sent a state as it is to be sent, with just the secrets that go along
    public static boolean isEqual(ProjectState sent, ProjectState there, String remote) {
        return isSame(sent, there, remote, true);
    }

    private static boolean isSame(ProjectState here, ProjectState there, String remote, boolean withSecrets) {
        var prefix = RefJoin.prefix(remote);
        return StateItems.of(bare(here, prefix), withSecrets).equals(StateItems.of(bare(there, prefix), withSecrets))
                && here.head().equals(there.head());
    }

    private static ProjectState bare(ProjectState state, String prefix) {
        return state.refs().keySet().stream().noneMatch(name -> name.startsWith(prefix))
                ? state
                : StateMerge.with(state, RefJoin.without(state.refs(), prefix), state.head());
    }

    /// Joins. Everything in the packages is proved before the transaction ends.
    ///
    /// @param inside runs in the same transaction when all is done
    /// @throws TempleException with what is wrong with the packages; `BASE_MISSING` when they build on something
    /// else;
    ///         `PROJECT_HAS_MORE` when the other side has less of the history
    public JoinReport join(JoinRequest request, BiConsumer<Transaction, JoinReport> inside, Progress progress) {
        return withPackages(request.packages(), request.scratch(), progress, packages -> {
            var report = temple.file().write(tx -> {
                var joined = join(tx, request, packages, progress);
                inside.accept(tx, joined);
                return joined;
            });
            temple.file().checkpoint();
            return report;
        });
    }

    /// Makes a project of what the packages lead to.
    ///
    /// @param slug of the new project
    /// @throws TempleException with `PROJECT_ALREADY_EXISTS`, or with what is wrong with the packages
    public JoinReport take(
            Slug slug,
            List<Path> packages,
            Path scratch,
            BiConsumer<Transaction, JoinReport> inside,
            Progress progress) {
        return withPackages(packages, scratch, progress, opened -> {
            var report = temple.file().write(tx -> {
                var importer = new PackageImport(temple);
                var first = opened.getFirst();
                if (first.base().isPresent()) {
                    throw new TempleException(ErrorCode.BASE_MISSING, "A whole package was expected first.");
                }
                var taken = importer.takeNew(tx, first, slug, progress);
                var project = projects.require(tx, slug.text());
                var notices = new ArrayList<>(taken.notices());
                long commits = taken.newCommits();
                if (opened.size() > 1) {
                    try (var stored = new StoredObjects(tx)) {
                        var last = storeAll(tx, stored, project, opened.subList(1, opened.size()), progress);
                        var moved = last.update().moveOn(project, last.all());
                        commits += moved.commits();
                        notices.addAll(movedOn(tx, project, last.opened(), moved.root()));
                    }
                }
                var made = finished(
                        tx,
                        project,
                        Outcome.MOVED_ON,
                        opened.getLast().state(),
                        commits,
                        new ThreeWay(Optional.empty()),
                        notices.stream().distinct().toList());
                inside.accept(tx, made);
                return made;
            });
            temple.file().checkpoint();
            return report;
        });
    }

    private <T> T withPackages(List<Path> paths, Path scratch, Progress progress, Function<List<OpenPackage>, T> work) {
        var options = OpenOptions.strict(scratch, progress);
        var opened = new ArrayList<OpenPackage>();
        try {
            long bytes = 0;
            for (var path : paths) {
                opened.add(Packages.open(path, options));
                bytes += opened.getLast().packageBytes();
            }
            temple.file().requireFreeSpaceBytes(2 * bytes);
            return work.apply(opened);
        } finally {
            opened.forEach(OpenPackage::close);
        }
    }

    private record Stored(ProjectUpdate update, ProjectObjects all, OpenPackage opened) {}

    private Stored storeAll(
            Transaction tx, StoredObjects stored, Project project, List<OpenPackage> packages, Progress progress) {
        var led = new HashSet<Sha256>();
        for (var opened : packages) {
            opened.base().ifPresent(base -> {
                boolean isKnown = base.states().stream()
                        .anyMatch(root -> led.contains(root)
                                || states.find(tx, project.id(), root).isPresent());
                if (!isKnown) {
                    throw new TempleException(
                            ErrorCode.BASE_MISSING,
                            "A package builds on %s, and the project %s never was there."
                                    .formatted(base, project.slug()));
                }
            });
            led.add(opened.state().root());
        }
        for (var opened : packages.subList(0, packages.size() - 1)) {
            new ProjectUpdate(tx, projects, states, opened, stored, progress).storeObjects(THREADS);
        }
        var last = packages.getLast();
        var update = new ProjectUpdate(tx, projects, states, last, stored, progress);
        return new Stored(update, update.takeObjects(THREADS), last);
    }

    private JoinReport join(Transaction tx, JoinRequest request, List<OpenPackage> packages, Progress progress) {
        var project = projects.require(tx, request.slug());
        try (var stored = new StoredObjects(tx)) {
            var here = states.record(tx, project, stored);
            var theirs = packages.getLast().state();
            var base = request.base()
                    .or(() -> CommonState.of(packages.getLast(), List.of()).find(tx, states, project.id()));
            requireNotLess(project, here, theirs);
            var before = KeptHistory.Before.of(tx, project.id());
            var last = storeAll(tx, stored, project, packages, progress);
            var prefix = RefJoin.prefix(request.remote());
            boolean hasKept = here.refs().keySet().stream().anyMatch(name -> name.startsWith(prefix));
            var notices = new ArrayList<>(last.opened().notices());
            if (isSame(here, theirs, request.remote()) && !hasKept) {
                states.keep(tx, project.id(), theirs);
                return finished(tx, project, Outcome.UNCHANGED, theirs, 0, new ThreeWay(Optional.empty()), notices);
            }
            if (!hasKept && base.isPresent() && isSame(here, base.get(), request.remote())) {
                var moved = last.update().moveOn(project, last.all());
                keepLost(tx, project, before, moved.commits());
                notices.addAll(movedOn(tx, project, last.opened(), moved.root()));
                return finished(
                        tx,
                        project,
                        Outcome.MOVED_ON,
                        theirs,
                        moved.commits(),
                        new ThreeWay(Optional.empty()),
                        notices);
            }
            var decisions = new ThreeWay(request.favoured());
            long commits = merge(tx, stored, project, request, base, here, theirs, decisions, progress);
            keepLost(tx, project, before, commits);
            notices.addAll(states.announcements(tx, project.id(), theirs, temple.keys()));
            return finished(tx, project, Outcome.MERGED, theirs, commits, decisions, notices);
        }
    }

    /// Keeps the signatures of the state that the project has moved on to.
    ///
    /// @return what a person must know of it
    private List<String> movedOn(Transaction tx, Project project, OpenPackage opened, Sha256 root) {
        var notices = new ArrayList<>(states.announcements(tx, project.id(), opened.state(), temple.keys()));
        notices.addAll(new ImportedSignatures(opened, temple.clock().instant()).keep(tx, project.id(), root));
        return notices;
    }

    private static void requireNotLess(Project project, ProjectState here, ProjectState theirs) {
        var ours = here.json().text("history").orElse("");
        var other = theirs.json().text("history").orElse("");
        if (!ours.equals(other) || !here.shallow().containsAll(theirs.shallow())) {
            throw new TempleException(
                    ErrorCode.PROJECT_HAS_MORE,
                    "The project %s and the other side do not have the same amount of history, so they cannot be joined."
                            .formatted(project.slug()));
        }
    }

    /// What leaves the project because the other side took it away can be brought back.
    private void keepLost(Transaction tx, Project project, KeptHistory.Before before, long newCommits) {
        long now = new SqliteCommitStore(tx, project.id()).count();
        if (before.commits() + newCommits > now
                || !before.gone(tx, project.id()).isEmpty()) {
            KeptHistory.keep(tx, temple, project, before, "replaced by a pull");
        }
    }

    private JoinReport finished(
            Transaction tx,
            Project project,
            Outcome outcome,
            ProjectState theirs,
            long commits,
            ThreeWay decisions,
            List<String> notices) {
        return new JoinReport(
                project.id(),
                outcome,
                theirs,
                states.last(tx, project.id()).orElseThrow(),
                commits,
                decisions.open(),
                decisions.decided(),
                notices);
    }

    private long merge(
            Transaction tx,
            StoredObjects stored,
            Project project,
            JoinRequest request,
            Optional<ProjectState> base,
            ProjectState here,
            ProjectState theirs,
            ThreeWay decisions,
            Progress progress) {
        var prefix = RefJoin.prefix(request.remote());
        var ours = RefJoin.without(here.refs(), prefix);
        var their = RefJoin.without(theirs.refs(), prefix);
        long commits = 0;
        var moved = RefJoin.movedByBoth(base, here, theirs);
        if (!moved.isEmpty()) {
            // Who comes after whom is asked of recorded commits.
            var both = new TreeMap<>(here.refs());
            both.keySet().removeIf(name -> name.startsWith(prefix));
            moved.forEach(name -> both.put(
                    prefix + RefJoin.shortened(name),
                    Objects.requireNonNull(theirs.refs().get(name), "it was moved")));
            keepAlso(here, prefix, both);
            commits += history(tx, stored, project.id(), here, theirs, both, here.head(), Map.of(), progress);
        }
        var ancestry = new Ancestry(tx, project.id());
        var joined = RefJoin.of(decisions, prefix, base, ours, their, ancestry::reaches);
        var refs = new TreeMap<>(joined.refs());
        refs.putAll(joined.kept());
        var branches = new BranchJoin(tx, project.id(), stored, request.remote(), request.who());
        for (var ref : joined.diverged()) {
            var name = RefJoin.shortened(ref);
            var other = Objects.requireNonNull(their.get(ref), "it diverged");
            var result = branches.join(
                    name, Objects.requireNonNull(ours.get(ref), "it diverged"), other, item -> decisions.favoured());
            result.conflicts().forEach(decisions::conflict);
            result.commit().ifPresentOrElse(commit -> refs.put(ref, commit), () -> refs.put(prefix + name, other));
        }
        keepAlso(here, prefix, refs);
        var stated = new StateMerge(decisions, base, here, theirs, stored::piece);
        var merged = stated.merge(ProjectState.time(temple.clock().instant().truncatedTo(ChronoUnit.MILLIS)));
        var head = StateMerge.head(base, here, theirs, refs.keySet());
        var wanted = StateMerge.with(merged, refs, head);
        commits += rewrite(
                tx, stored, project, wanted, branches.made(), stated.made(), Standing.hasSecrets(theirs), progress);
        states.recordJoined(tx, projects.require(tx, project.id()), stored, wanted, theirs);
        return commits;
    }

    /// What still waits to be joined from before, if its branch is not moved again.
    private static void keepAlso(ProjectState here, String prefix, SortedMap<String, GitId> refs) {
        here.refs().forEach((name, target) -> {
            if (name.startsWith(prefix)) {
                refs.putIfAbsent(name, target);
            }
        });
    }

    private long history(
            Transaction tx,
            StoredObjects stored,
            long project,
            ProjectState here,
            ProjectState theirs,
            SortedMap<String, GitId> refs,
            Head head,
            Map<GitId, RawObject> made,
            Progress progress) {
        var pieces = new HashSet<>(here.documents().values());
        pieces.addAll(here.sections().values());
        var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
        return new HistoryIntake(tx, project, stored, pieces, progress)
                .take(new SourceHistory(
                        refs, head, theirs.shallow(), id -> false, objects, ErrorCode.PACKAGE_MALFORMED))
                .commits();
    }

    /// Makes the project what `wanted` says; does not record that state.
    ///
    /// @param made        objects that are nowhere yet
    /// @param documents   documents that are nowhere yet
    /// @param withSecrets whether `wanted` has the project's secrets
    /// @return new commits
    private long rewrite(
            Transaction tx,
            StoredObjects stored,
            Project project,
            ProjectState wanted,
            Map<GitId, RawObject> made,
            Map<Sha256, byte[]> documents,
            boolean withSecrets,
            Progress progress) {
        long commits = history(tx, stored, project.id(), wanted, wanted, wanted.refs(), wanted.head(), made, progress);
        if (!documents.isEmpty()) {
            new DocumentPieces(tx, stored).replace(project.id(), documents.values(), Set.of());
        }
        var all = new ReachedObjects(tx, stored).of(ReachedObjects.Roots.of(wanted));
        states.replaceDocuments(tx, project.id(), wanted, withSecrets ? Set.of() : Set.of("secrets"), stored);
        var store = new SqliteObjectStore(tx);
        states.documents(tx, project.id())
                .values()
                .forEach(piece -> store.findPiece(piece).ifPresent(all::add));
        store.replaceMembership(project.id(), all);
        projects.adopt(tx, project, states.project(wanted, project.slug(), project.unknownFields()));
        return commits;
    }

    /// What came of decisions.
    ///
    /// @param settled items that are no longer in conflict, because they were decided here or by a merge of the
    /// branch
    /// @param open    files of branches that are still in conflict, as they are now
    public record Resolved(List<String> settled, List<JoinConflict> open) {}

    /// Takes decisions, inside a transaction. A branch is joined when all of its files are decided; what a person
    /// has
    /// merged meanwhile is settled too.
    ///
    /// @param waiting all that waits, with what was decided for it
    public Resolved resolve(
            Transaction tx,
            String slug,
            String remote,
            List<JoinConflict> waiting,
            Map<String, JoinSide> decided,
            WorkAuthor who) {
        var project = projects.require(tx, slug);
        try (var stored = new StoredObjects(tx)) {
            var here = states.record(tx, project, stored);
            var settled = new ArrayList<String>();
            var open = new ArrayList<JoinConflict>();
            var refs = new TreeMap<>(here.refs());
            var branches = new BranchJoin(tx, project.id(), stored, remote, who);
            settleBranches(tx, project.id(), remote, waiting, decided, refs, branches, settled, open);
            var edit = new ItemEdit(here, stored);
            for (var conflict : waiting) {
                var side = decided.get(conflict.item());
                if (conflict.branch().isEmpty() && side != null) {
                    if (side == JoinSide.THEIRS) {
                        edit.set(conflict.item(), conflict.theirs(), refs);
                    }
                    kept(remote, conflict.item()).ifPresent(refs::remove);
                    settled.add(conflict.item());
                }
            }
            var wanted =
                    StateMerge.with(edit.state(), refs, StateMerge.head(Optional.of(here), here, here, refs.keySet()));
            if (!wanted.json().equals(here.json())) {
                rewrite(tx, stored, project, wanted, branches.made(), edit.made(), true, Progress.NONE);
                projects.touch(tx, project.id());
                states.record(tx, projects.require(tx, project.id()), stored);
            }
            return new Resolved(settled, open);
        }
    }

    private static void settleBranches(
            Transaction tx,
            long project,
            String remote,
            List<JoinConflict> waiting,
            Map<String, JoinSide> decided,
            SortedMap<String, GitId> refs,
            BranchJoin branches,
            List<String> settled,
            List<JoinConflict> open) {
        var byBranch = new TreeMap<String, List<JoinConflict>>();
        waiting.forEach(conflict -> conflict.branch()
                .ifPresent(branch -> byBranch.computeIfAbsent(branch, name -> new ArrayList<>())
                        .add(conflict)));
        var ancestry = new Ancestry(tx, project);
        byBranch.forEach((branch, conflicts) -> {
            var kept = RefJoin.prefix(remote) + branch;
            var ours = refs.get(RefJoin.BRANCH + branch);
            var theirs = refs.get(kept);
            Supplier<List<String>> items =
                    () -> conflicts.stream().map(JoinConflict::item).toList();
            if (theirs == null || ours != null && ancestry.reaches(ours, theirs)) {
                refs.remove(kept);
                settled.addAll(items.get());
            } else if (ours == null) {
                open.addAll(conflicts);
            } else {
                var joined = branches.join(branch, ours, theirs, item -> Optional.ofNullable(decided.get(item)));
                joined.commit()
                        .ifPresentOrElse(
                                commit -> {
                                    refs.put(RefJoin.BRANCH + branch, commit);
                                    refs.remove(kept);
                                    settled.addAll(items.get());
                                },
                                () -> open.addAll(joined.conflicts()));
            }
        });
    }

    /// Where the other side of a ref in conflict is kept.
    private static Optional<String> kept(String remote, String item) {
        return item.startsWith("ref ")
                ? Optional.of(RefJoin.prefix(remote) + RefJoin.shortened(item.substring("ref ".length())))
                : Optional.empty();
    }
}
