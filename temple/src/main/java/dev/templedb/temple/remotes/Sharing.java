package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.Packages;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.disk.TemporaryDirectory;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.VersionStatement;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.JoinConflict;
import dev.templedb.temple.exchange.JoinReport;
import dev.templedb.temple.exchange.JoinRequest;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackagedFacts;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.exchange.ProjectJoin;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.secrets.SecretsPart;
import dev.templedb.temple.signing.SignatureReader;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.SqliteSignatureStore;
import dev.templedb.temple.states.ProjectStates;
import dev.templedb.temple.worktree.WorkAuthor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Pushes, pulls and syncs projects.
public final class Sharing {
    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final ProjectJoin joins;
    private final SyncConflicts conflicts;
    private final Audit audit;
    private final Path scratch;
    private final String program;

    /// @param scratch where packages may lie for a while
    /// @param program the version of this program, for manifests
    public Sharing(Temple temple, Path scratch, String program) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.joins = new ProjectJoin(temple);
        this.conflicts = new SyncConflicts(temple);
        this.audit = new Audit(temple);
        this.scratch = scratch;
        this.program = program;
    }

    /// What to push.
    ///
    /// @param tracking where to; once the push has succeeded, the project follows that
    /// @param facts what is pushed of the project besides what it says itself; kept with it once the push has
    /// succeeded
    /// @param key   signs what is pushed
    public record Push(
            Tracking tracking,
            String slug,
            Optional<NewVersion> version,
            PackagedFacts facts,
            PackagedSecrets secrets,
            Optional<SigningKey> key) {}

    /// What a push did.
    ///
    /// @param isNew   whether the remote project was made
    /// @param moved   whether the remote has another state now
    /// @param bytes   of the package that was sent
    /// @param resumedBytes that were there already, from a push that was cut
    public record Pushed(
            RemoteRef ref,
            String remote,
            Sha256 state,
            Optional<String> version,
            boolean isNew,
            boolean moved,
            long bytes,
            long resumedBytes,
            List<String> notices) {
        public Pushed {
            notices = List.copyOf(notices);
        }

        /// The same with more to know.
        public Pushed withNotices(List<String> more) {
            var all = new ArrayList<>(notices);
            all.addAll(more);
            return new Pushed(ref, remote, state, version, isNew, moved, bytes, resumedBytes, all);
        }
    }

    /// Gives the remote project the state of the project.
    ///
    /// @throws TempleException with `SYNC_CONFLICTS_OPEN`, `REMOTE_MOVED`, `VERSION_ALREADY_EXISTS`, or what an
    /// export
    ///         refuses
    public Pushed push(Remote remote, Push push, Progress progress) {
        requireSettled(push.slug());
        var seen = seen(push.tracking());
        return inScratch(directory -> new ProjectPush(temple, program, directory, progress).run(remote, push, seen));
    }

    private Optional<ProjectState> seen(Tracking tracking) {
        return tracking.state().flatMap(root -> temple.file().read(tx -> states.find(tx, tracking.project(), root)));
    }

    private void requireSettled(String slug) {
        var open = conflicts.settle(slug);
        if (!open.isEmpty()) {
            throw new TempleException(
                    ErrorCode.SYNC_CONFLICTS_OPEN,
                    "Conflicts of %s wait for a decision, such as %s; nothing was pushed."
                            .formatted(
                                    slug, Printable.text(open.getFirst().what().item())));
        }
    }

    /// What to pull, and how.
    ///
    /// @param favoured    decides what both sides have changed
    /// @param acceptOlder whether a state that was seen before the last one is taken for what the remote now has
    /// @param trust       says whose signatures count
    public record Pull(
            Tracking tracking,
            String slug,
            Optional<JoinSide> favoured,
            WorkAuthor who,
            boolean acceptOlder,
            SignatureReader trust) {}

    /// What a pull did.
    ///
    /// @param signers whose signatures the state of the other side came with
    public record Pulled(JoinReport report, SignatureReader.Signers signers) {
        /// What this pull and an earlier one of the same sync did; the signers are those of what came last.
        public Pulled after(Pulled earlier) {
            return new Pulled(report.after(earlier.report), signers);
        }
    }

    /// Takes in what is new on the remote.
    ///
    /// @return empty when there is nothing new
    /// @throws TempleException with `REMOTE_ROLLED_BACK`, with what is wrong with what came, or with what the trust
    /// of
    ///         `pull` refuses
    public Optional<Pulled> pull(Remote remote, Pull pull, Progress progress) {
        conflicts.settle(pull.slug());
        var tracking = pull.tracking();
        return inScratch(directory -> {
            var fetched =
                    remote.fetch(tracking.ref(), new Want.Shared(), have(tracking.project()), directory, progress);
            if (tracking.state().equals(Optional.of(fetched.state()))) {
                return Optional.empty();
            }
            boolean isBack = requireNoStepBack(tracking, fetched.state(), pull.acceptOlder());
            var published = published(remote, tracking.ref(), new Want.Shared(), fetched.state());
            if (fetched.packages().isEmpty()) {
                return Optional.of(meet(pull, fetched.state(), published, isBack));
            }
            var signatures = signatures(fetched.packages().getLast(), directory);
            var signers = pull.trust()
                    .read(fetched.state(), withBare(signatures, published), named(tracking.ref(), published, false));
            var report = joins.join(
                    new JoinRequest(
                            pull.slug(),
                            tracking.remote().name(),
                            fetched.packages(),
                            seen(tracking),
                            pull.favoured(),
                            pull.who(),
                            directory),
                    (tx, joined) -> {
                        requireSame(fetched.state(), joined.theirs());
                        var kept = new SqliteSignatureStore(tx, tracking.project());
                        if (!signatures.isEmpty()) {
                            kept.replace(fetched.state(), signatures);
                        }
                        kept.add(fetched.state(), pull.trust().holding(named(tracking.ref(), published, false)));
                        joined(tx, tracking, joined, pull.favoured());
                    },
                    progress);
            return Optional.of(new Pulled(report, signers));
        });
    }

    /// The signatures that a package carries over its state; the package itself is proved when it is joined.
    private static List<PackageSignature> signatures(Path made, Path directory) {
        try (var opened = Packages.open(made, OpenOptions.strict(directory, Progress.NONE))) {
            return SignatureReader.signatures(opened);
        }
    }

    private static void requireSame(Sha256 promised, ProjectState came) {
        if (!promised.equals(came.root())) {
            throw new TempleException(
                    ErrorCode.PACKAGE_STATE_MISMATCH,
                    "The remote named the state %s and sent %s.".formatted(promised, came.root()));
        }
    }

    /// The remote is in a state that was here before: there is nothing to take in, but what to go on from.
    private Pulled meet(Pull pull, Sha256 state, List<RemoteVersion> published, boolean isBack) {
        return temple.file().write(tx -> {
            var tracking = pull.tracking();
            var theirs = states.find(tx, tracking.project(), state).orElseThrow();
            var here = states.last(tx, tracking.project()).orElseThrow();
            var store = new SqliteSignatureStore(tx, tracking.project());
            var versions = named(tracking.ref(), published, false);
            var signers = pull.trust().read(state, withBare(store.of(state), published), versions);
            store.add(state, pull.trust().holding(versions));
            var report = new JoinReport(
                    tracking.project(),
                    JoinReport.Outcome.UNCHANGED,
                    theirs,
                    here,
                    0,
                    List.of(),
                    List.of(),
                    isBack
                            ? List.of("The remote is back at an older state; a push gives it what is here.")
                            : List.of());
            joined(tx, tracking, report, Optional.empty());
            return new Pulled(report, signers);
        });
    }

    /// @return whether it is a step back, which was accepted
    private boolean requireNoStepBack(Tracking tracking, Sha256 state, boolean accepted) {
        boolean isBack = temple.file()
                .read(tx ->
                        new SqliteRemoteStore(tx).isStepBack(tracking.remote().id(), tracking.ref(), state));
        if (isBack && !accepted) {
            throw new TempleException(
                    ErrorCode.REMOTE_ROLLED_BACK,
                    "%s offers the state %s of %s, which is older than the one that it had at the last sync: somebody has put it back."
                            .formatted(tracking.remote().name(), state.hex().substring(0, 10), tracking.ref()));
        }
        return isBack;
    }

    /// The newest first: a server is told of so many at most.
    private Set<Sha256> have(long project) {
        return temple.file().read(tx -> states.lineage(tx, project).reversed().sequencedKeySet());
    }

    private void joined(Transaction tx, Tracking tracking, JoinReport report, Optional<JoinSide> favoured) {
        var store = new SqliteRemoteStore(tx);
        var now = temple.clock().instant();
        // What is shared with its secrets stays so: a push without them would take them away from everybody.
        boolean withSecrets = tracking.withSecrets()
                || report.theirs().documents().keySet().stream().anyMatch(name -> name.startsWith(SecretsPart.PREFIX));
        store.synced(tracking, report.theirs().root(), withSecrets, now);
        var still = report.open().stream().map(JoinConflict::item).collect(Collectors.toSet());
        report.open().stream()
                .flatMap(conflict -> conflict.branch().stream())
                .distinct()
                .forEach(branch ->
                        store.keepOnly(tracking.project(), tracking.remote().id(), branch, still));
        report.open()
                .forEach(conflict ->
                        store.put(tracking.project(), tracking.remote().id(), conflict, Optional.empty(), now));
        report.decided()
                .forEach(conflict -> store.put(
                        tracking.project(), tracking.remote().id(), conflict, favoured.map(JoinSide::word), now));
        if (report.outcome() != JoinReport.Outcome.UNCHANGED) {
            audit.record(
                    tx,
                    "cathedral pull",
                    projects.require(tx, tracking.project()).slug().text(),
                    Json.Obj.empty()
                            .with("remote", tracking.remote().name())
                            .with("project", tracking.ref().toString())
                            .with("outcome", report.outcome().word())
                            .with("conflicts", report.open().size())
                            .with("content_root", report.here().root().hex()));
        }
    }

    /// What a clone did.
    ///
    /// @param signers whose signatures it came with
    /// @param version which was asked for, as the remote says
    public record Cloned(JoinReport report, SignatureReader.Signers signers, Optional<RemoteVersion> version) {
        /// Whose the key of the version is, by the word of the server.
        public Optional<String> byServer() {
            return version.flatMap(RemoteVersion::signer);
        }
    }

    /// Makes a project of a remote one, and follows it.
    ///
    /// @param trust says whose signatures count, those of the state and that of the version
    ///
    /// @throws TempleException with `PROJECT_ALREADY_EXISTS`, with what is wrong with what came, or with what
    /// `trust`
    /// refuses
    public Cloned clone(
            Remote remote,
            NamedRemote named,
            RemoteRef ref,
            Want want,
            Slug slug,
            SignatureReader trust,
            Progress progress) {
        if (projects.find(slug.text()).isPresent()) {
            throw new TempleException(
                    ErrorCode.PROJECT_ALREADY_EXISTS, "There is already a project %s.".formatted(slug));
        }
        return inScratch(directory -> {
            var fetched = remote.fetch(ref, want, Set.of(), directory, progress);
            var published = published(remote, ref, want, fetched.state());
            boolean isVersion = !(want instanceof Want.Shared);
            var signers = new AtomicReference<Optional<SignatureReader.Signers>>(Optional.empty());
            var report = joins.take(
                    slug,
                    fetched.packages(),
                    directory,
                    (tx, taken) -> {
                        requireSame(fetched.state(), taken.theirs());
                        signers.set(
                                Optional.of(signers(tx, taken, published, named(ref, published, isVersion), trust)));
                        var kept = new Remotes(temple).keep(tx, named);
                        new SqliteRemoteStore(tx)
                                .link(
                                        taken.project(),
                                        kept.id(),
                                        ref,
                                        temple.clock().instant());
                        states.keep(tx, taken.project(), taken.theirs());
                        joined(tx, Links.tracking(tx, taken.project(), kept).orElseThrow(), taken, Optional.empty());
                    },
                    progress);
            return new Cloned(
                    report,
                    signers.get().orElseThrow(),
                    isVersion ? published.stream().findFirst() : Optional.empty());
        });
    }

    /// The version that is wanted; of the shared state all that were published.
    private static List<RemoteVersion> published(Remote remote, RemoteRef ref, Want want, Sha256 state) {
        var found = switch (want) {
            case Want.Shared() ->
                remote.versions(ref).stream()
                        .filter(version -> version.state().equals(state))
                        .toList();
            case Want.Latest() ->
                remote.versions(ref).stream()
                        .filter(version -> version.state().equals(state))
                        .min(Comparator.comparing(
                                version -> version.yanked() || version.name().isPreRelease()))
                        .stream()
                        .toList();
            case Want.Version(var name) ->
                remote
                        .version(ref, name)
                        .filter(version ->
                                version.name().equals(name) && version.state().equals(state))
                        .stream()
                        .toList();
        };
        if (found.isEmpty() && !(want instanceof Want.Shared)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_STATE_MISMATCH,
                    "The remote sent the state %s, which no such version of %s names.".formatted(state, ref));
        }
        return found;
    }

    /// The signatures of versions that name a project, and what they should say.
    ///
    /// @param isWanted whether it is one of them that somebody has asked for, and not just their state
    private static SignatureReader.Versions named(RemoteRef ref, List<RemoteVersion> published, boolean isWanted) {
        var signed = published.stream()
                .filter(version -> version.signature().isPresent())
                .flatMap(version -> version.signedProject().stream()
                        .map(project -> new SignatureReader.OfVersion(
                                read(version.signature().orElseThrow()),
                                new VersionStatement(project, version.name(), version.state()))))
                .toList();
        return new SignatureReader.Versions(ref.toString(), isWanted, signed);
    }

    /// Keeps the signatures of the state, and says whose they and those of the versions are.
    private static SignatureReader.Signers signers(
            Transaction tx,
            JoinReport taken,
            List<RemoteVersion> published,
            SignatureReader.Versions named,
            SignatureReader trust) {
        var store = new SqliteSignatureStore(tx, taken.project());
        var state = taken.theirs().root();
        var all = withBare(store.of(state), published);
        var signers = trust.read(state, all, named);
        store.replace(state, all);
        store.add(state, trust.holding(named));
        return signers;
    }

    /// Signatures of the state, with those of versions that are over it alone.
    private static List<PackageSignature> withBare(List<PackageSignature> ofState, List<RemoteVersion> published) {
        var all = new ArrayList<>(ofState);
        published.stream()
                .filter(version -> version.signedProject().isEmpty())
                .flatMap(version -> version.signature().stream())
                .forEach(armored -> add(armored, all));
        return all;
    }

    private static void add(String armored, List<PackageSignature> all) {
        var signature = read(armored);
        if (all.stream().noneMatch(one -> one.armored().equals(signature.armored()))) {
            all.add(signature);
        }
    }

    private static PackageSignature read(String armored) {
        try {
            return PackageSignature.read(armored);
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "The signature of the version is not valid: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
    }

    /// How a project stands to what it follows.
    ///
    /// @param ahead  whether it has something that the remote has not
    /// @param behind whether the remote has something that it has not
    public record Standing(boolean ahead, boolean behind, boolean isNew, List<SyncConflict> conflicts) {
        public Standing {
            conflicts = List.copyOf(conflicts);
        }
    }

    /// Compares without changing anything.
    public Standing check(Remote remote, Tracking tracking, String slug) {
        var there = remote.find(tracking.ref()).flatMap(RemoteProject::state);
        var here = new PackageExport(temple).state(slug);
        var seen = seen(tracking);
        return new Standing(
                seen.map(state -> !ProjectJoin.isSame(
                                here, state, tracking.remote().name()))
                        .orElse(true),
                there.isPresent() && !there.equals(tracking.state()),
                there.isEmpty(),
                conflicts.list(slug, false));
    }

    private <T> T inScratch(Function<Path, T> work) {
        try (var directory = TemporaryDirectory.make(scratch)) {
            return work.apply(directory.path());
        }
    }
}
