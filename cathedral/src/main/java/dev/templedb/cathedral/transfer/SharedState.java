package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The present state of a project, and exactly the objects that it reaches. Immutable, thread-safe.
public final class SharedState {
    private final ProjectAccess project;
    private final Sha256 root;
    private final @Nullable ProjectState state;
    private final Members members;
    private final PackIndexes indexes;
    private final ObjectStore store;
    private volatile @Nullable ServerObjects opened;

    SharedState(
            ProjectAccess project,
            Sha256 root,
            @Nullable ProjectState state,
            Members members,
            PackIndexes indexes,
            ObjectStore store) {
        this.project = project;
        this.root = root;
        this.state = state;
        this.members = members;
        this.indexes = indexes;
        this.store = store;
    }

    ProjectAccess project() {
        return project;
    }

    /// Names the state.
    public Sha256 root() {
        return root;
    }

    /// The document; null when whoever asked knows this state already.
    public @Nullable ProjectState state() {
        return state;
    }

    /// What is reached, pack by pack, in an order that stays the same while the state grows.
    public List<SharedPack> packs() {
        return members.packs().entrySet().stream()
                .map(member -> new SharedPack(member.getKey(), member.getValue(), this))
                .toList();
    }

    /// Reads what is reached; nothing else is found. Reads the indexes of all packs that are not in memory.
    public FramedObjects objects() {
        return new FramedObjects(serverObjects());
    }

    /// What kind of object this is; empty when it is not reached. A blob is one however it is kept.
    public Optional<ObjectKind> kind(GitId id) {
        return serverObjects().kind(id);
    }

    ServerObjects serverObjects() {
        var known = opened;
        if (known == null) {
            known = ServerObjects.of(members, indexes, PackBytes.in(store));
            opened = known;
        }
        return known;
    }

    PackIndexes indexes() {
        return indexes;
    }
}
