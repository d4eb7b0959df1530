package dev.templedb.cathedral.transfer;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.versions.Versions;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.storage.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Gives projects out: as a plan of a package, and as ranges of packs.
///
/// Only what the project's present state and its versions reach leaves the server, from the moment of the commit that
/// decides it.
public final class Fetches {
    private final Jdbi jdbi;
    private final Permissions permissions;
    private final Versions versions;
    private final Pulls pulls;
    private final PackIndexes indexes;
    private final PackagePlanner planner;
    private final ObjectStore store;
    private final PostgresStateStore states = new PostgresStateStore();

    public Fetches(
            Jdbi jdbi,
            Permissions permissions,
            Versions versions,
            Pulls pulls,
            PackIndexes indexes,
            PackagePlanner planner,
            ObjectStore store) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.versions = versions;
        this.pulls = pulls;
        this.indexes = indexes;
        this.planner = planner;
        this.store = store;
    }

    /// A package to fetch.
    ///
    /// @param version that it is of; empty for none in particular
    /// @param plan    empty when the caller has the state already
    public record Fetched(Sha256 root, Optional<String> version, Optional<PackagePlan> plan) {}

    private record Found(
            Optional<String> version, KeptState state, Members members, Optional<Sha256> base, Members known) {}

    /// Refuses somebody who may not read, before anything else is looked at.
    void requirePermission(Caller caller, ProjectAddress address) {
        jdbi.useHandle(handle -> permissions.require(handle, caller, address, ProjectAction.READ));
    }

    /// Plans what the caller lacks.
    ///
    /// @throws TempleException with `STATE_NOT_SERVED` for a state that the project does not have, or no longer;
    ///         `VERSION_NOT_FOUND`; what permissions say
    public Fetched fetch(Caller caller, ProjectAddress address, FetchRequest request) {
        var found = jdbi.inTransaction(handle -> find(handle, caller, address, request));
        var root = found.state().root();
        return new Fetched(
                root,
                found.version(),
                request.have().contains(root) ? Optional.empty() : Optional.of(plan(found, request)));
    }

    private PackagePlan plan(Found found, FetchRequest request) {
        var description = found.state().description();
        if (found.base().isPresent()) {
            var fresh = found.members().without(found.known(), indexes);
            var base = new PackageBase(List.of(found.base().get()), List.of());
            return planner.plan(description, fresh, Optional.of(base));
        }
        var objects = ServerObjects.of(found.members(), indexes, PackBytes.in(store));
        var commits = request.commits().stream()
                .filter(commit -> objects.kind(commit).equals(Optional.of(ObjectKind.COMMIT)))
                .toList();
        if (commits.isEmpty()) {
            return planner.plan(description, found.members(), Optional.empty());
        }
        var fresh = found.members().without(reached(objects, commits, found), indexes);
        return planner.plan(description, fresh, Optional.of(new PackageBase(List.of(), commits)));
    }

    private static Members reached(ServerObjects objects, List<GitId> commits, Found found) {
        return new Reach(objects).from(commits, found.state().state().shallow(), Set.of());
    }

    private Found find(Handle handle, Caller caller, ProjectAddress address, FetchRequest request) {
        var access = permissions.require(handle, caller, address, ProjectAction.READ);
        var project = access.project();
        var version = Optional.ofNullable(request.version()).map(name -> versions.resolve(handle, access, name));
        var current = states.current(handle, project);
        var root = version.map(found -> Sha256.parse(found.stateRoot()))
                .or(() -> Optional.ofNullable(request.state()))
                .or(() -> current)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.STATE_NOT_SERVED, "Nothing has been pushed to %s yet.".formatted(address)));
        var state = states.find(handle, project, root).orElseThrow(() -> notServed(address));
        var members = states.members(handle, project, root);
        boolean isServed = version.isPresent() || current.equals(Optional.of(root));
        if (!isServed && !members.isWithin(states.live(handle, project, null))) {
            throw notServed(address);
        }
        var base = states.newestOf(handle, project, request.have()).stream().findFirst();
        var known = base.map(has -> states.members(handle, project, has)).orElseGet(Members::none);
        if (!request.have().contains(root)) {
            pulls.record(handle, caller, access, version, root, Pulls.Way.FETCH);
        }
        return new Found(version.map(found -> found.name().text()), state, members, base, known);
    }

    private static TempleException notServed(ProjectAddress address) {
        return new TempleException(
                ErrorCode.STATE_NOT_SERVED, "%s is not at such a state, nor is a version of it.".formatted(address));
    }

    /// The whole package of a version, or of the present state.
    public Fetched download(Caller caller, ProjectAddress address, String version) {
        return fetch(caller, address, new FetchRequest(version, null, List.of(), List.of()));
    }

    /// A range of a pack.
    ///
    /// @param length in bytes
    public record Range(Pack pack, long offset, long length) {}

    /// Finds out whether a range of a pack may be sent to the caller: whole frames of which everything
    /// is reached by the project's present state and its versions.
    ///
    /// @throws TempleException with `PACK_NOT_FOUND`, which says no more, or `RANGE_INVALID`
    public Range range(Caller caller, ProjectAddress address, UUID pack, long offset, long length) {
        var live = jdbi.inTransaction(handle -> {
            var project = permissions.require(handle, caller, address, ProjectAction.READ);
            return states.live(handle, project.project(), pack);
        });
        var found = live.packs().entrySet().stream().findFirst().orElseThrow(Fetches::noPack);
        var index = indexes.of(found.getKey());
        if (offset < 0 || length <= 0 || length > index.frameBytes() - offset) {
            throw new TempleException(ErrorCode.RANGE_INVALID, "The pack has %d bytes.".formatted(index.frameBytes()));
        }
        for (int frame = index.frameOver(offset);
                frame < index.frameCount() && index.offset(frame) < offset + length;
                frame++) {
            if (!index.live(frame, found.getValue()).isAll()) {
                throw noPack();
            }
        }
        return new Range(found.getKey(), offset, length);
    }

    private static TempleException noPack() {
        return new TempleException(ErrorCode.PACK_NOT_FOUND, "There is no such pack, or not that part of it.");
    }

    /// Opens a range.
    public InputStream open(Range range) {
        return store.open(range.pack().key(), range.offset(), range.length());
    }
}
