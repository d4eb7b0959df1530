package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAccess;
import dev.templedb.cathedral.permissions.ProjectAction;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.permissions.Scope;
import dev.templedb.cathedral.quotas.QuotaExceeded;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.storage.StorageErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Takes pushes: negotiated before a byte moves, uploaded in parts, and committed as a whole.
///
/// A commit proves the package first and writes its pack; then one transaction asks everything again and adds pack,
/// state and version, and moves the project if it still is where the caller thinks. What is refused before the package
/// is looked at writes nothing, and a pack that nothing was recorded of is taken back; only a crash leaves one.
public final class Pushes {
    private static final String ROOM = "room";

    private final Jdbi jdbi;
    private final Permissions permissions;
    private final PushHooks hooks;
    private final Uploads uploads;
    private final PackIntake intake;
    private final TransferConfig config;
    private final Clock clock;
    private final PostgresStateStore states = new PostgresStateStore();

    public Pushes(
            Jdbi jdbi,
            Permissions permissions,
            PushHooks hooks,
            Uploads uploads,
            PackIntake intake,
            TransferConfig config,
            Clock clock) {
        this.jdbi = jdbi;
        this.permissions = permissions;
        this.hooks = hooks;
        this.uploads = uploads;
        this.intake = intake;
        this.config = config;
        this.clock = clock;
    }

    /// What a push that may be made needs.
    ///
    /// @param upload where its bytes go; empty when the project is at the wanted state already
    /// @param base   the newest state that both sides have: the package builds on it; empty for a whole package
    public record Negotiated(Optional<Upload> upload, Optional<Sha256> base) {}

    /// What a push has done.
    ///
    /// @param version that was published; null for none
    public record Pushed(Sha256 state, @Nullable String version) {}

    /// Refuses somebody who may push nothing to an address, whatever it is: before anything is read of it.
    ///
    /// @throws TempleException what [Permissions] says of pushing there
    void requireCaller(Caller caller, ProjectAddress address) {
        jdbi.useTransaction(handle -> {
            // Whoever may write can make a project where none is seen.
            if (!caller.has(Scope.WRITE_PROJECTS) || permissions.allows(handle, caller, address, ProjectAction.READ)) {
                permissions.require(handle, caller, address, ProjectAction.PUSH);
            }
        });
    }

    /// Refuses somebody who may not push, before anything else is looked at.
    ///
    /// @param create the project to make, if there is none; null for none
    void requirePermission(Caller caller, ProjectAddress address, @Nullable NewProjectJson create) {
        jdbi.useTransaction(handle -> find(handle, caller, address, create));
    }

    /// Refuses a package for which there is no room, before its bytes are read.
    void requireRoom(Caller caller, ProjectAddress address, @Nullable NewProjectJson create, long bytes) {
        jdbi.useTransaction(handle -> {
            var project = find(handle, caller, address, create);
            hooks.requireAllowed(handle, caller, address, project.orElse(null), create, bytes);
        });
    }

    /// Answers whether a push may be made, and how.
    ///
    /// @param known states that the caller has
    /// @param bytes how many bytes the package will have, as far as the caller knows
    /// @throws StateMoved when the project is elsewhere
    /// @throws TempleException with what permissions, quotas and policies say
    public Negotiated negotiate(
            Caller caller, ProjectAddress address, PushRequest request, List<Sha256> known, long bytes) {
        requireSize(bytes);
        try {
            return begin(caller, address, request, known, bytes);
        } catch (QuotaExceeded full) {
            if (uploads.giveUpIdle(caller, address) == 0) {
                throw full;
            }
            return begin(caller, address, request, known, bytes);
        }
    }

    private Negotiated begin(
            Caller caller, ProjectAddress address, PushRequest request, List<Sha256> known, long bytes) {
        return jdbi.inTransaction(handle -> {
            var project = find(handle, caller, address, request);
            hooks.requireAllowed(handle, caller, address, project.orElse(null), request.create(), bytes);
            var current = project.flatMap(found -> states.current(handle, found.project()));
            requireExpected(handle, project, current, request);
            boolean isThere = current.equals(Optional.of(request.state()));
            var carried = isThere
                    ? states.find(handle, project.map(ProjectAccess::project).orElseThrow(), request.state())
                            .map(KeptState::signatures)
                            .orElse(List.of())
                    : List.<PackageSignature>of();
            requirePublishable(handle, caller, address, project, request, carried);
            if (isThere) {
                return new Negotiated(Optional.empty(), current);
            }
            var base = project.flatMap(found -> base(handle, found.project(), current, known));
            return new Negotiated(Optional.of(uploads.begin(handle, caller, address, request.state(), bytes)), base);
        });
    }

    private void requirePublishable(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            Optional<ProjectAccess> project,
            PushRequest request,
            List<PackageSignature> carried) {
        if (request.version() != null) {
            hooks.requirePublishable(
                    handle, caller, address, project.orElse(null), request.version(), request.state(), carried);
        }
    }

    /// Refuses a version that cannot be published, as far as that is known before its package is there.
    ///
    /// @param carried the signatures that the package says it has
    void requirePublishable(
            Caller caller, ProjectAddress address, PushRequest request, List<PackageSignature> carried) {
        jdbi.useTransaction(handle ->
                requirePublishable(handle, caller, address, find(handle, caller, address, request), request, carried));
    }

    private void requireSize(long bytes) {
        if (bytes <= 0 || bytes > config.mostBytes()) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE, "A package has between 1 and %d bytes.".formatted(config.mostBytes()));
        }
    }

    /// The project, if there is one; a missing one must be wanted.
    private Optional<ProjectAccess> find(Handle handle, Caller caller, ProjectAddress address, PushRequest request) {
        var project = find(handle, caller, address, request.create());
        if (request.version() != null && project.isPresent()) {
            permissions.require(handle, caller, address, ProjectAction.PUBLISH);
        }
        project.filter(found -> hooks.lacksTags(handle, found, request.tags()))
                .ifPresent(_ -> permissions.require(handle, caller, address, ProjectAction.EDIT));
        return project;
    }

    private Optional<ProjectAccess> find(
            Handle handle, Caller caller, ProjectAddress address, @Nullable NewProjectJson create) {
        if (create != null && !permissions.allows(handle, caller, address, ProjectAction.READ)) {
            hooks.requireCreatable(handle, caller, address, create);
            return Optional.empty();
        }
        return Optional.of(permissions.require(handle, caller, address, ProjectAction.PUSH));
    }

    private void requireExpected(
            Handle handle, Optional<ProjectAccess> project, Optional<Sha256> current, PushRequest request) {
        if (!current.equals(request.expected()) && !current.equals(Optional.of(request.state()))) {
            throw new StateMoved(
                    project.flatMap(found -> current.flatMap(root -> states.find(handle, found.project(), root))));
        }
    }

    /// The newest of the caller's states all of whose objects may still be referred to.
    private Optional<Sha256> base(Handle handle, UUID project, Optional<Sha256> current, List<Sha256> known) {
        var live = states.live(handle, project, null);
        return states.newestOf(handle, project, known).stream()
                .filter(root -> current.equals(Optional.of(root))
                        || states.members(handle, project, root).isWithin(live))
                .findFirst();
    }

    /// Makes a push of an upload. The same again gives the same answer.
    ///
    /// @param upload null when the project is at the wanted state and only a version is to be published
    /// @throws StateMoved when the project is elsewhere
    /// @throws TempleException with `UPLOAD_INCOMPLETE`, what is wrong with the package, or the refusals of
    ///         [#negotiate]
    public Pushed commit(Caller caller, ProjectAddress address, @Nullable UUID upload, PushRequest request) {
        if (upload == null) {
            return jdbi.inTransaction(handle -> publish(handle, caller, address, request));
        }
        var progress = uploads.find(caller, upload);
        if (!progress.upload().isTo(address)) {
            throw Uploads.notFound();
        }
        if (!progress.upload().state().equals(request.state())) {
            throw new TempleException(ErrorCode.PACKAGE_STATE_MISMATCH, "The upload was begun for another state.");
        }
        if (progress.upload().committedAt() != null) {
            return jdbi.inTransaction(handle -> again(handle, caller, address, request));
        }
        try {
            return commit(caller, address, progress, request);
        } catch (TempleException refused) {
            if (!uploads.isCommitted(caller, upload)) {
                throw refused;
            }
            // By the same request, which came twice at once.
            return jdbi.inTransaction(handle -> again(handle, caller, address, request));
        }
    }

    private Pushed commit(Caller caller, ProjectAddress address, Uploads.Progress progress, PushRequest request) {
        try {
            jdbi.useTransaction(handle -> requireAcceptable(handle, caller, address, request, progress.upload()));
            var file = uploads.assemble(progress);
            try {
                var carried = carried(request, file);
                var known = jdbi.inTransaction(handle -> {
                    var project = requireAcceptable(handle, caller, address, request, progress.upload());
                    requirePublishable(handle, caller, address, project, request, carried);
                    return known(handle, project);
                });
                var pushed = push(caller, address, request, file, known, Optional.of(progress.upload()));
                uploads.forgetParts(progress);
                return pushed;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw StorageErrors.file("The upload could not be put together", failure);
        }
    }

    private Pushed publish(Handle handle, Caller caller, ProjectAddress address, PushRequest request) {
        var project = permissions.require(handle, caller, address, ProjectAction.PUSH);
        var current = states.lockCurrent(handle, project.project());
        if (!current.equals(Optional.of(request.state()))) {
            throw new StateMoved(current.flatMap(root -> states.find(handle, project.project(), root)));
        }
        if (request.version() != null) {
            permissions.require(handle, caller, address, ProjectAction.PUBLISH);
            var kept = states.find(handle, project.project(), request.state()).orElseThrow();
            hooks.publish(handle, caller, project, request.version(), kept);
        }
        tag(handle, caller, project, request);
        return pushed(request);
    }

    private void tag(Handle handle, Caller caller, ProjectAccess project, PushRequest request) {
        if (hooks.lacksTags(handle, project, request.tags())) {
            permissions.require(handle, caller, project.address(), ProjectAction.EDIT);
            hooks.tag(handle, caller, project, request.tags());
        }
    }

    /// Refuses a commit of an upload that could not be recorded now, with what its own announcement takes up
    /// counted
    /// as room that it has.
    private Optional<ProjectAccess> requireAcceptable(
            Handle handle, Caller caller, ProjectAddress address, PushRequest request, Upload upload) {
        var project = find(handle, caller, address, request);
        requireExpected(handle, project, project.flatMap(found -> states.current(handle, found.project())), request);
        handle.savepoint(ROOM);
        uploads.committed(handle, upload);
        hooks.requireAllowed(handle, caller, address, project.orElse(null), request.create(), upload.bytes());
        handle.rollbackToSavepoint(ROOM);
        return project;
    }

    /// A commit that is made once more: answers what it has done. What was not asked the first time, such as a
    /// version, is asked of the project as it is now.
    private Pushed again(Handle handle, Caller caller, ProjectAddress address, PushRequest request) {
        var project = permissions.require(handle, caller, address, ProjectAction.PUSH);
        var version = request.version();
        if (version == null) {
            tag(handle, caller, project, request);
            return pushed(request);
        }
        permissions.require(handle, caller, address, ProjectAction.PUBLISH);
        if (!hooks.isPublished(handle, project, version, request.state())) {
            return publish(handle, caller, address, request);
        }
        tag(handle, caller, project, request);
        return pushed(request);
    }

    private static Pushed pushed(PushRequest request) {
        return new Pushed(
                request.state(),
                request.version() == null ? null : request.version().version());
    }

    /// Makes a push of a package that is there already, such as a small one that came with its request.
    public Pushed push(Caller caller, ProjectAddress address, PushRequest request, Path file) {
        var carried = carried(request, file);
        var known = jdbi.inTransaction(handle -> {
            var project = find(handle, caller, address, request);
            hooks.requireAllowed(handle, caller, address, project.orElse(null), request.create(), size(file));
            requireExpected(
                    handle, project, project.flatMap(found -> states.current(handle, found.project())), request);
            requirePublishable(handle, caller, address, project, request, carried);
            return known(handle, project);
        });
        return push(caller, address, request, file, known, Optional.empty());
    }

    private List<PackageSignature> carried(PushRequest request, Path file) {
        return request.version() == null ? List.of() : CarriedSignatures.of(file, config);
    }

    /// What a project has already.
    private record Known(Optional<ProjectAccess> project, Members live) {}

    private Known known(Handle handle, Optional<ProjectAccess> project) {
        return new Known(
                project,
                project.map(found -> states.live(handle, found.project(), null)).orElseGet(Members::none));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Pushed push(
            Caller caller,
            ProjectAddress address,
            PushRequest request,
            Path file,
            Known known,
            Optional<Upload> upload) {
        var options = new OpenOptions(false, config.scratch(), config.mostBytes(), config.mostObjects(), Progress.NONE);
        var taken = intake.take(
                file,
                request.state(),
                options,
                known.live(),
                base -> known.project().flatMap(project -> base(project.project(), base)));
        var isRecorded = new AtomicBoolean();
        try {
            return jdbi.inTransaction(handle -> {
                var pushed = record(handle, caller, address, request, taken, upload);
                isRecorded.set(true);
                return pushed;
            });
        } finally {
            // When the transaction fails in its last step, the row of the pack may be there.
            if (!isRecorded.get()) {
                intake.takeBack(taken);
            }
        }
    }

    private Optional<PackIntake.Base> base(UUID project, PackageBase base) {
        return jdbi.inTransaction(handle -> {
            var current = states.current(handle, project);
            var root = base.states().isEmpty() ? current : base(handle, project, current, base.states());
            var kept = root.flatMap(found -> states.find(handle, project, found));
            return kept.map(state -> new PackIntake.Base(state.state(), states.members(handle, project, state.root())));
        });
    }

    /// Everything that others see of a push, at once.
    private Pushed record(
            Handle handle,
            Caller caller,
            ProjectAddress address,
            PushRequest request,
            PackIntake.Taken taken,
            Optional<Upload> upload) {
        // First, since what was announced no longer counts besides what it has become.
        if (upload.isPresent() && !uploads.committed(handle, upload.get())) {
            throw Uploads.notFound();
        }
        var found = find(handle, caller, address, request);
        boolean isNew = found.isEmpty();
        long bytes = taken.pack().map(stored -> stored.pack().bytes()).orElse(0L);
        hooks.requireAllowed(handle, caller, address, found.orElse(null), request.create(), bytes);
        var project =
                found.orElseGet(() -> hooks.create(handle, caller, address, Objects.requireNonNull(request.create())));
        var now = clock.instant();
        var current = states.lockCurrent(handle, project.project());
        requireExpected(handle, Optional.of(project), current, request);
        taken.pack().ifPresent(stored -> states.add(handle, project.project(), stored, now));
        states.add(handle, project.project(), taken, caller.user(), now);
        if (!states.move(handle, project.project(), current, request.state(), bytes, now)) {
            throw new IllegalStateException("the project's row is locked");
        }
        var kept = states.find(handle, project.project(), request.state()).orElseThrow();
        if (request.version() != null) {
            hooks.publish(handle, caller, project, request.version(), kept);
        }
        states.prune(handle, project.project(), config.keptStates());
        tag(handle, caller, project, request);
        hooks.pushed(handle, caller, project, kept, isNew);
        return pushed(request);
    }
}
