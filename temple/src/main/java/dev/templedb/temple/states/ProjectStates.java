package dev.templedb.temple.states;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.InvalidState;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.objects.SqliteObjectStore;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Project;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/// The present state of a project, derived from the tables. A state is recorded when it is asked for and differs from
/// the last one.
///
/// Members of an imported state that nobody here knows are carried on from state to state.
public final class ProjectStates {
    private static final Head UNBORN = new Head.Branch("refs/heads/main");

    private final Clock clock;

    /// States whose time is taken from `clock`.
    public ProjectStates(Clock clock) {
        this.clock = clock;
    }

    /// The state that the project has now; recorded if it is new.
    ///
    /// Costs little while the refs stay where they are; otherwise one pass over the temple's objects.
    public ProjectState record(Transaction tx, Project project, StoredObjects stored) {
        var store = new SqliteStateStore(tx, project.id());
        var last = store.last();
        var now = describe(tx, project, stored, last, last);
        if (last.isPresent() && isSame(last.get(), now)) {
            return last.get();
        }
        return add(store, now, last.map(ProjectState::root).stream().toList());
    }

    private ProjectState add(SqliteStateStore store, Json.Obj now, List<Sha256> parents) {
        var state = state(now.with("time", ProjectState.time(clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .with(
                        "parents",
                        Json.Arr.ofTexts(parents.stream().map(Sha256::hex).toList())));
        store.add(state, clock.instant());
        return state;
    }

    /// Remembers a state that the project has elsewhere, so that increments can build on it.
    public void keep(Transaction tx, long project, ProjectState elsewhere) {
        new SqliteStateStore(tx, project).keep(elsewhere, clock.instant());
    }

    /// The state of a project that was just joined with a state from elsewhere: that one when the project is now in
    /// every way as it says, and else one that came from both.
    ///
    /// @param merged what the project was made to say, with members that nobody here knows
    public ProjectState recordJoined(
            Transaction tx, Project project, StoredObjects stored, ProjectState merged, ProjectState elsewhere) {
        var store = new SqliteStateStore(tx, project.id());
        var last = store.last();
        store.keep(elsewhere, clock.instant());
        var now = describe(tx, project, stored, Optional.of(merged), Optional.empty());
        if (isSame(elsewhere, now)) {
            store.add(elsewhere, clock.instant());
            return elsewhere;
        }
        if (last.isPresent() && isSame(last.get(), now)) {
            return last.get();
        }
        var parents = new ArrayList<>(last.map(ProjectState::root).stream().toList());
        parents.add(elsewhere.root());
        return add(store, now, parents.stream().distinct().toList());
    }

    /// The state that was recorded last.
    public Optional<ProjectState> last(Transaction tx, long project) {
        return new SqliteStateStore(tx, project).last();
    }

    /// A state of the project that was recorded at some time.
    public Optional<ProjectState> find(Transaction tx, long project, Sha256 root) {
        return new SqliteStateStore(tx, project).find(root);
    }

    /// The root of every state of the project that was recorded, the oldest first, with those of its parents.
    public SequencedMap<Sha256, List<Sha256>> lineage(Transaction tx, long project) {
        return new SqliteStateStore(tx, project).lineage();
    }

    /// Every document of the project with the hash of its bytes, as of the last recorded state.
    public Map<String, Sha256> documents(Transaction tx, long project) {
        return new SqliteDocumentStore(tx, project).all();
    }

    /// Records the state that an imported package carries as the project's own.
    public void adopt(Transaction tx, long project, ProjectState state) {
        new SqliteStateStore(tx, project).add(state, clock.instant());
    }

    /// Keeps the documents of an imported package for a project that was just made; the [parts][ProjectPart] of the
    /// program fill their tables from those that they know. The objects must be there already.
    public void takeDocuments(Transaction tx, long project, ProjectState state, StoredObjects stored) {
        new ProjectParts(tx, project, stored).take(state.documents());
    }

    /// Puts the documents of a later state in the place of those that a project has; its [parts][ProjectPart]
    /// follow. The
    /// objects must be there already.
    ///
    /// @param kept parts, by member, of which the later state says nothing, so that they stay as they are
    public void replaceDocuments(
            Transaction tx, long project, ProjectState state, Set<String> kept, StoredObjects stored) {
        new ProjectParts(tx, project, stored).replace(state.documents(), kept);
    }

    /// What whoever imported a package must know of the documents that it brought, in whole sentences.
    ///
    /// @param own their public keys
    public List<String> announcements(Transaction tx, long project, ProjectState state, Supplier<Set<String>> own) {
        return ProjectParts.announcements(tx, project, state.documents().keySet(), own);
    }

    /// The project that an imported `state` describes, under `slug`; not inserted yet.
    public Project project(ProjectState state, Slug slug, Json.Obj unknownFields) {
        return ProjectFacts.read(state, slug, unknownFields, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static boolean isSame(ProjectState last, Json.Obj now) {
        return state(now.with("time", ProjectState.time(last.time()))
                        .with(
                                "parents",
                                last.json().get("parents") instanceof Json.Arr parents
                                        ? parents
                                        : new Json.Arr(List.of())))
                .equals(last);
    }

    private static ProjectState state(Json.Obj json) {
        try {
            return ProjectState.of(json);
        } catch (InvalidState invalid) {
            throw new TempleException(
                    invalid.isTooLarge() ? ErrorCode.PACKAGE_TOO_LARGE : ErrorCode.TEMPLE_CORRUPT,
                    "The project cannot be described as a state: %s.".formatted(invalid.getMessage()),
                    invalid);
        }
    }

    /// @param like    whose members that nobody here knows stay
    /// @param counted a state whose objects are known to be those of its refs
    private Json.Obj describe(
            Transaction tx,
            Project project,
            StoredObjects stored,
            Optional<ProjectState> like,
            Optional<ProjectState> counted) {
        var refs = new SqliteRefStore(tx, project.id());
        var base = like.map(ProjectState::json).orElse(Json.Obj.empty());
        var git = git(base.object("git"), refs);
        var parts = new ProjectParts(tx, project.id(), stored).refresh();
        var documents = documentMember(tx, project.id());
        var unmoved = counted.isPresent() && git.equals(base.object("git"));
        var store = new SqliteObjectStore(tx);
        var objects = unmoved ? counted.get().objects() : store.objectSet(store.membership(project.id()), stored);
        return filled(known(base), parts)
                .with("state", ProjectState.FORMAT)
                .with("created_by", project.createdBy())
                .with("project", ProjectFacts.write(base.object("project"), project))
                .with("git", git)
                .with("objects", objects(objects))
                .with("documents", documents)
                .with("tags", Json.Arr.ofTexts(project.fields().tags()));
    }

    /// Members that a later issue fills are there from the first day, so that a state says plainly that it has
    /// none.
    private static Json.Obj known(Json.Obj base) {
        var json = base;
        for (var name : List.of("environments", "secrets", "sections", "targets", "variables")) {
            json = json.get(name) == null ? json.with(name, Json.Obj.empty()) : json;
        }
        return json;
    }

    /// A member that a state never had and that would be empty stays out, so that a package of an older version
    /// keeps its root.
    private static Json.Obj filled(Json.Obj base, Map<String, Json> parts) {
        var json = base;
        for (var part : parts.entrySet()) {
            var isNew = base.get(part.getKey()) == null;
            var isEmpty = part.getValue() instanceof Json.Obj object
                    && object.members().isEmpty();
            json = isNew && isEmpty ? json : json.with(part.getKey(), part.getValue());
        }
        return json;
    }

    private static Json.Obj git(Json.Obj base, SqliteRefStore refs) {
        var byName = new LinkedHashMap<String, Json>();
        refs.refs().forEach((name, target) -> byName.put(name, new Json.Str(target.hex())));
        var head = switch (refs.head().orElse(UNBORN)) {
            case Head.Branch(var ref) -> Json.Obj.empty().with("ref", ref);
            case Head.Detached(var commit) -> Json.Obj.empty().with("commit", commit.hex());
        };
        var shallow = refs.shallow().stream().sorted().map(GitId::hex).toList();
        return base.with("object_format", "sha1")
                .with("head", head)
                .with("refs", Json.object(byName))
                .with("shallow", Json.Arr.ofTexts(shallow));
    }

    private static Json.Obj objects(ObjectSet set) {
        return Json.Obj.empty()
                .with("count", set.count())
                .with("bytes", set.bytes())
                .with("sha256", set.sha256().hex());
    }

    private static Json.Obj documentMember(Transaction tx, long project) {
        var json = new LinkedHashMap<String, Json>();
        for (var document : new SqliteDocumentStore(tx, project).all().entrySet()) {
            json.put(document.getKey(), new Json.Str(document.getValue().hex()));
        }
        return Json.object(json);
    }
}
