package dev.templedb.cathedral.transfer;

import dev.templedb.api.NewProjectJson;
import dev.templedb.cathedral.accounts.Accounts;
import dev.templedb.cathedral.activity.Activities;
import dev.templedb.cathedral.audit.AuditLog;
import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.Permissions;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.projects.Projects;
import dev.templedb.cathedral.quotas.PlanSettings;
import dev.templedb.cathedral.quotas.Plans;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.signing.SigningSettings;
import dev.templedb.cathedral.signing.VersionSigning;
import dev.templedb.cathedral.testing.People;
import dev.templedb.cathedral.versions.VersionPublisher;
import dev.templedb.cathedral.versions.Versions;
import dev.templedb.core.Sha256;
import dev.templedb.storage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The services of one node, as a test wants them: small parts, so that a small package has many.
final class TransferServer {
    static final int PART_BYTES = 1000;

    final Uploads uploads;
    final Pushes pushes;
    final WholeUploads whole;
    final Fetches fetches;
    final PackCollector collector;
    private final ObjectStore store;

    TransferServer(Jdbi jdbi, ObjectStore store, Path scratch, Clock clock) {
        this(jdbi, store, scratch, clock, PART_BYTES);
    }

    TransferServer(Jdbi jdbi, ObjectStore store, Path scratch, Clock clock, int partBytes) {
        this.store = store;
        var usual = TransferConfig.in(scratch);
        var config = new TransferConfig(
                scratch,
                partBytes,
                Duration.ofHours(1),
                usual.mostBytes(),
                usual.mostObjects(),
                usual.smallBytes(),
                usual.indexBytes(),
                20,
                Duration.ofHours(1));
        var permissions = new Permissions();
        var indexes = new PackIndexes(store, config.indexBytes());
        uploads = new Uploads(jdbi, store, config, clock);
        var audit = new AuditLog(jdbi, clock);
        var activities = new Activities(jdbi, permissions, new Accounts(jdbi, audit, People.codes(jdbi), clock));
        var signing = new VersionSigning(Settings.of(List.of(SigningSettings.SIGNED_VERSIONS), List.of()), clock);
        var publisher = new VersionPublisher(audit, activities, signing, clock);
        var quotas = new Quotas(new Plans(Settings.of(PlanSettings.ALL, List.of())), audit);
        var hooks = new ServerPushHooks(
                new Projects(jdbi, permissions, audit, activities, quotas, signing, clock),
                publisher,
                activities,
                audit,
                quotas,
                signing);
        var versions = new Versions(jdbi, permissions, audit, clock, publisher);
        pushes = new Pushes(jdbi, permissions, hooks, uploads, new PackIntake(store, indexes, clock), config, clock);
        whole = new WholeUploads(jdbi, permissions, pushes, config);
        fetches = new Fetches(
                jdbi,
                permissions,
                versions,
                new Pulls(versions, audit),
                indexes,
                new PackagePlanner(store, indexes, scratch),
                store);
        collector = new PackCollector(jdbi, store, indexes, config, clock);
    }

    static PushRequest request(@Nullable Sha256 expected, Sha256 state) {
        return new PushRequest(
                Optional.ofNullable(expected),
                state,
                expected == null ? new NewProjectJson(null, null, null, null, "private", null, null, null, null) : null,
                null);
    }

    /// Uploads a whole file, part by part.
    void upload(Caller caller, Upload upload, Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            for (int number = upload.partCount() - 1; number >= 0; number--) {
                part(caller, upload, bytes, number);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Uploads.Progress part(Caller caller, Upload upload, byte[] bytes, int number) {
        long offset = (long) number * upload.partBytes();
        var part = java.util.Arrays.copyOfRange(bytes, (int) offset, (int) offset + upload.partLength(number));
        return uploads.take(caller, upload.id(), offset, part.length, Sha256.of(part), new ByteArrayInputStream(part));
    }

    /// Pushes a moment, with a package since what the server has.
    Pushes.Pushed push(
            Caller caller,
            ProjectAddress address,
            MovingProject project,
            @Nullable Sha256 expected,
            MovingProject.Moment moment,
            List<MovingProject.Moment> known,
            Path scratch) {
        var request = request(expected, moment.root());
        var roots = known.stream().map(MovingProject.Moment::root).toList();
        var negotiated = pushes.negotiate(caller, address, request, roots, 1);
        var base = negotiated
                .base()
                .flatMap(root ->
                        known.stream().filter(one -> one.root().equals(root)).findFirst());
        var file = project.write(scratch.resolve("push.cathedral"), moment, base);
        return pushes.push(caller, address, request, file);
    }

    /// Changes a project at random and pushes that.
    ///
    /// @param before where the server is; null when it has nothing yet
    /// @return where it is now
    MovingProject.Moment pushChange(
            Caller caller,
            ProjectAddress address,
            MovingProject project,
            MovingProject.@Nullable Moment before,
            Path scratch) {
        project.commit("refs/heads/main", "file.txt", UUID.randomUUID().toString());
        var moment = project.now();
        var known = Stream.ofNullable(before).toList();
        push(caller, address, project, before == null ? null : before.root(), moment, known, scratch);
        return moment;
    }

    /// Fetches into a file.
    Path fetch(Caller caller, ProjectAddress address, FetchRequest request, Path target) {
        var fetched = fetches.fetch(caller, address, request);
        try (var plan = fetched.plan().orElseThrow();
                var out = Files.newOutputStream(target)) {
            for (var segment : plan.segments()) {
                if (segment instanceof PackagePlan.Segment.Packed(Pack pack, long offset, long length)) {
                    var range = fetches.range(caller, address, pack.id(), offset, length);
                    try (var in = fetches.open(range)) {
                        in.transferTo(out);
                    }
                } else {
                    try (var in = plan.open(segment, store)) {
                        in.transferTo(out);
                    }
                }
            }
            return target;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static FetchRequest everything() {
        return new FetchRequest(null, null, List.of(), List.of());
    }

    static FetchRequest since(List<Sha256> have) {
        return new FetchRequest(null, null, have, List.of());
    }

    ObjectStore store() {
        return store;
    }
}
