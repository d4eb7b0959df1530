package dev.templedb.temple.directories;

import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.OrderedWork;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.directories.DirectoryState.Look;
import dev.templedb.temple.directories.SqliteDirectoryStore.Placed;
import dev.templedb.temple.git.GitRepository;
import dev.templedb.temple.git.GitState;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Checkouts;
import dev.templedb.temple.worktree.Untracked;
import dev.templedb.temple.worktree.WorkTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Knows where projects lie and what their directories are like.
///
/// A directory is looked at as an import reads one: by JGit or by our own eyes, with the same refusals, and no program
/// that a
/// repository names is run.
public final class WorkingDirectories {
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

    private record Seen(long project, Look look) {}

    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// Those of the projects in `temple`.
    public WorkingDirectories(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// What was seen at the last look, and of directories that are gone by now that they are.
    ///
    /// @param slugs in the order in which they are wanted
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<DirectoryState> recorded(List<String> slugs) {
        var now = now();
        return placed(slugs).stream()
                .map(Placed::state)
                .map(state -> state.directory()
                                .filter(path -> !Files.isDirectory(path))
                                .isPresent()
                        ? state.with(nothing(Condition.MISSING, Optional.empty(), now))
                        : state)
                .toList();
    }

    /// Writes down that a program is about to be run in these directories.
    ///
    /// @param program its name; its arguments are nobody's business, as there may be secrets among them
    public void noteRun(List<DirectoryState> places, String program) {
        var details = Json.Obj.empty().with("program", program);
        temple.file().write(tx -> {
            places.forEach(place -> audit.record(tx, "project exec", place.slug(), details));
            return places;
        });
    }

    /// Looks at the directories, several at a time, and remembers what was seen. When something has happened since
    /// the last look,
    /// now is the project's last activity.
    ///
    /// @param slugs in the order in which they are wanted
    /// @throws TempleException with `PROJECT_NOT_FOUND`
    public List<DirectoryState> refresh(List<String> slugs, Progress progress) {
        var before = placed(slugs);
        var found = look(before, progress);
        temple.file().write(tx -> {
            var changed = new ArrayList<String>();
            for (var place : before) {
                var look = found.get(place.project());
                if (look != null) {
                    new SqliteDirectoryStore(tx)
                            .put(place.project(), place.state().directory().orElseThrow(), look);
                    if (look.isThere() && hasChanged(place.state().look(), look)) {
                        projects.touch(tx, place.project());
                        changed.add(place.state().slug());
                    }
                }
            }
            if (!changed.isEmpty()) {
                audit.record(tx, "project status", null, Json.Obj.empty().with("changed", Json.Arr.ofTexts(changed)));
            }
            return changed;
        });
        return before.stream()
                .map(place -> Optional.ofNullable(found.get(place.project()))
                        .map(place.state()::with)
                        .orElse(place.state()))
                .toList();
    }

    private static boolean hasChanged(Optional<Look> before, Look now) {
        return before.map(now::differsFrom).orElse(true);
    }

    private List<Placed> placed(List<String> slugs) {
        return temple.file().read(tx -> {
            var bySlug = new TreeMap<String, Placed>(String.CASE_INSENSITIVE_ORDER);
            new SqliteDirectoryStore(tx)
                    .all()
                    .forEach(place -> bySlug.put(place.state().slug(), place));
            return slugs.stream()
                    .map(slug -> Optional.ofNullable(bySlug.get(slug))
                            .orElseGet(() ->
                                    bySlug.get(projects.require(tx, slug).slug().text())))
                    .toList();
        });
    }

    private Map<Long, Look> look(List<Placed> places, Progress progress) {
        var now = now();
        var found = new HashMap<Long, Look>();
        try (var step = progress.begin("Looking at directories", places.size());
                var work = new OrderedWork<Seen, RuntimeException>(THREADS, "directory-look", places.size(), seen -> {
                    found.put(seen.project(), seen.look());
                    step.advance(1);
                })) {
            for (var place : places) {
                place.state().directory().ifPresent(path -> work.add(() -> new Seen(place.project(), look(path, now))));
            }
            work.finish();
        }
        return found;
    }

    private Look look(Path directory, Instant now) {
        try {
            if (!Files.isDirectory(directory)) {
                return nothing(Condition.MISSING, Optional.empty(), now);
            }
            if (GitRepository.isRepository(directory)) {
                return git(GitState.of(directory), now);
            }
            return Checkouts.isMarked(directory)
                    ? checkout(directory, now)
                    : nothing(Condition.NO_HISTORY, Optional.empty(), now);
        } catch (TempleException refused) {
            return nothing(Condition.UNREADABLE, Optional.ofNullable(refused.getMessage()), now);
        }
    }

    private static Look git(GitState state, Instant now) {
        return new Look(
                state.uncommitted() == 0 ? Condition.CLEAN : Condition.CHANGED,
                state.branch(),
                state.lastCommit().map(commit -> commit.hex()),
                state.lastCommitAt(),
                Optional.of((long) state.uncommitted()),
                Optional.empty(),
                now);
    }

    private Look checkout(Path directory, Instant now) {
        var checkout = new Checkouts(temple).find(directory);
        var status = new WorkTree(temple, checkout).status(Untracked.DIRECTORIES);
        Set<Object> paths = new HashSet<>(status.untracked());
        status.staged().forEach(file -> paths.add(file.path()));
        status.unstaged().forEach(file -> paths.add(file.path()));
        status.conflicts().forEach(conflict -> paths.add(conflict.path()));
        return new Look(
                paths.isEmpty() && status.unfinished().isEmpty() ? Condition.CLEAN : Condition.CHANGED,
                checkout.branch().map(ref -> ref.replaceFirst("^refs/heads/", "")),
                checkout.base().map(commit -> commit.hex()),
                Optional.empty(),
                Optional.of((long) paths.size()),
                Optional.empty(),
                now);
    }

    private static Look nothing(Condition condition, Optional<String> problem, Instant now) {
        return new Look(
                condition, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), problem, now);
    }

    private Instant now() {
        return temple.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
