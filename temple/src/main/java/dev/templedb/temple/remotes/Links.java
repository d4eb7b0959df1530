package dev.templedb.temple.remotes;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.Projects;
import java.util.List;
import java.util.Optional;

/// What projects follow.
public final class Links {
    private final Temple temple;
    private final Projects projects;
    private final Remotes remotes;
    private final Audit audit;

    /// The links of the projects of `temple`.
    public Links(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.remotes = new Remotes(temple);
        this.audit = new Audit(temple);
    }

    /// What a project follows, the last link first.
    public List<Tracking> tracking(String slug) {
        return temple.file()
                .read(tx -> new SqliteRemoteStore(tx)
                        .tracking(projects.require(tx, slug).id()));
    }

    /// What a project follows of a remote.
    public Optional<Tracking> tracking(String slug, NamedRemote remote) {
        return temple.file().read(tx -> tracking(tx, projects.require(tx, slug).id(), remote));
    }

    /// The slugs of the projects that follow one of a remote and share their secrets there.
    public List<String> withSecrets(NamedRemote remote, RemoteRef ref) {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).withSecrets(remote.id(), ref));
    }

    /// Makes a project follow one of a remote. What they have in common is found at the next sync. Secrets stay
    /// here
    /// until a push is told to take them along, also when they went to the project that it has followed so far.
    public Tracking link(String slug, NamedRemote named, RemoteRef ref) {
        return temple.file().write(tx -> {
            var wanted = wanted(tx, slug, remotes.keep(tx, named), ref);
            link(tx, slug, wanted);
            return wanted;
        });
    }

    /// What a project will follow once it is [linked][#link]: nothing is written yet.
    ///
    /// @param remote is one of the temple
    public Tracking wanted(String slug, NamedRemote remote, RemoteRef ref) {
        return temple.file().read(tx -> wanted(tx, slug, remote, ref));
    }

    private Tracking wanted(Transaction tx, String slug, NamedRemote remote, RemoteRef ref) {
        long project = projects.require(tx, slug).id();
        return tracking(tx, project, remote)
                .filter(known -> known.ref().equals(ref))
                .orElseGet(() -> new Tracking(project, remote, ref, Optional.empty(), false, Optional.empty()));
    }

    /// Makes a project follow what is wanted, if it does not yet.
    void link(Transaction tx, String slug, Tracking wanted) {
        var remote = wanted.remote();
        boolean isThere = tracking(tx, wanted.project(), remote)
                .filter(known -> known.ref().equals(wanted.ref()))
                .isPresent();
        if (isThere) {
            return;
        }
        new SqliteRemoteStore(tx)
                .link(
                        wanted.project(),
                        remote.id(),
                        wanted.ref(),
                        temple.clock().instant());
        audit.record(
                tx,
                "cathedral link",
                slug,
                Json.Obj.empty()
                        .with("remote", remote.name())
                        .with("project", wanted.ref().toString()));
    }

    /// Lets a project follow one that was moved, from where both sides met last.
    public void follow(String slug, Tracking tracking, RemoteRef to) {
        temple.file().<Optional<String>>write(tx -> {
            var store = new SqliteRemoteStore(tx);
            var now = temple.clock().instant();
            store.link(tracking.project(), tracking.remote().id(), to, now);
            tracking.state().ifPresent(state -> {
                var moved = tracking(tx, tracking.project(), tracking.remote()).orElseThrow();
                store.synced(moved, state, tracking.withSecrets(), now);
            });
            audit.record(
                    tx,
                    "cathedral project move",
                    slug,
                    Json.Obj.empty().with("remote", tracking.remote().name()).with("project", to.toString()));
            return Optional.empty();
        });
    }

    /// Lets all projects that follow `from` follow `to`, where it was moved.
    ///
    /// @return their slugs
    public List<String> followAll(NamedRemote remote, RemoteRef from, RemoteRef to) {
        var slugs = temple.file().read(tx -> new SqliteRemoteStore(tx).followers(remote.id(), from));
        slugs.forEach(slug -> tracking(slug, remote).ifPresent(known -> follow(slug, known, to)));
        return slugs;
    }

    /// Lets a project no longer follow anything of a remote.
    public void unlink(String slug, NamedRemote remote) {
        temple.file().<Optional<String>>write(tx -> {
            var project = projects.require(tx, slug);
            new SqliteRemoteStore(tx).unlink(project.id(), remote.id());
            audit.record(
                    tx,
                    "cathedral link",
                    project.slug().text(),
                    Json.Obj.empty().with("remote", remote.name()).with("project", (String) null));
            return Optional.empty();
        });
    }

    /// What a project follows of a remote.
    static Optional<Tracking> tracking(Transaction tx, long project, NamedRemote remote) {
        return new SqliteRemoteStore(tx)
                .tracking(project).stream()
                        .filter(tracking -> tracking.remote().id() == remote.id())
                        .findFirst();
    }
}
