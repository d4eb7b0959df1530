package dev.templedb.cathedral.git;

import dev.templedb.cathedral.transfer.SharedState;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.TagText;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.SymbolicRef;
import org.jspecify.annotations.Nullable;

/// What a state says to git: `HEAD`, the refs with what annotated tags lead to, and where history was cut off before it
/// came here. Immutable.
final class GitRefs {
    private final Map<String, Ref> refs;
    private final Set<ObjectId> tips;
    private final Set<ObjectId> shallow;
    private final long objects;

    private GitRefs(Map<String, Ref> refs, Set<ObjectId> shallow, long objects) {
        this.refs = refs;
        this.tips = new HashSet<>();
        refs.values().forEach(ref -> tips.add(ref.getObjectId()));
        this.shallow = shallow;
        this.objects = objects;
    }

    /// Those of a project that has none yet.
    static GitRefs none() {
        return new GitRefs(Map.of(), Set.of(), 0);
    }

    /// Reads the tags of a state to see what they lead to.
    static GitRefs of(ProjectState state, SharedState shared) {
        var refs = new LinkedHashMap<String, Ref>();
        try (var objects = shared.objects()) {
            if (state.head() instanceof Head.Detached(var commit)) {
                refs.put(Constants.HEAD, ref(Constants.HEAD, commit, shared, objects));
            }
            state.refs().forEach((name, id) -> refs.put(name, ref(name, id, shared, objects)));
        }
        var branch = state.head() instanceof Head.Branch(var name) ? refs.get(name) : null;
        if (branch != null) {
            refs.put(Constants.HEAD, new SymbolicRef(Constants.HEAD, branch));
        }
        var shallow = new HashSet<ObjectId>();
        state.shallow().forEach(id -> shallow.add(ObjectId.fromRaw(id.bytes())));
        return new GitRefs(refs, shallow, state.objects().count());
    }

    private static Ref ref(String name, GitId id, SharedState shared, FramedObjects objects) {
        var target = ObjectId.fromRaw(id.bytes());
        var peeled = peel(id, shared, objects);
        return peeled.equals(id)
                ? new ObjectIdRef.PeeledNonTag(Ref.Storage.PACKED, name, target)
                : new ObjectIdRef.PeeledTag(Ref.Storage.PACKED, name, target, ObjectId.fromRaw(peeled.bytes()));
    }

    private static GitId peel(GitId id, SharedState shared, FramedObjects objects) {
        var at = id;
        while (shared.kind(at).equals(Optional.of(ObjectKind.TAG))) {
            var raw = objects.read(at).bytes();
            try {
                at = TagText.parse(raw, 0, raw.length).target();
            } catch (MalformedObject damaged) {
                throw new TempleException(
                        ErrorCode.STORED_PACK_DAMAGED, "The tag %s is damaged.".formatted(at), damaged);
            }
        }
        return at;
    }

    /// All, `HEAD` among them, by name.
    Collection<Ref> all() {
        return refs.values();
    }

    /// The ref of this name; null when there is none.
    @Nullable
    Ref find(String name) {
        return refs.get(name);
    }

    /// Those whose names begin so.
    List<Ref> under(String prefix) {
        var found = new ArrayList<Ref>();
        refs.forEach((name, ref) -> {
            if (name.startsWith(prefix)) {
                found.add(ref);
            }
        });
        return found;
    }

    /// What refs and `HEAD` name: whoever has all of it with what it leads to has everything.
    Set<ObjectId> tips() {
        return tips;
    }

    /// Commits whose parents nobody here has.
    Set<ObjectId> shallow() {
        return shallow;
    }

    /// How many objects the refs reach.
    long objects() {
        return objects;
    }
}
