package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.disk.Existing;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.signatures.VersionStatement;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.exchange.ExportReport;
import dev.templedb.temple.exchange.ExportRequest;
import dev.templedb.temple.exchange.HistoryMode;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.ProjectJoin;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.remotes.Sharing.Push;
import dev.templedb.temple.remotes.Sharing.Pushed;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.SqliteSignatureStore;
import dev.templedb.temple.states.ProjectStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One push of a project: its state is recorded, packed and sent. It begins anew when somebody changes the project
/// between the first two.
final class ProjectPush {
    private static final int ATTEMPTS = 5;

    private final Temple temple;
    private final Projects projects;
    private final ProjectStates states;
    private final PackageExport exports;
    private final Links links;
    private final Audit audit;
    private final String program;
    private final Path directory;
    private final Progress progress;

    /// @param program   the version of this program, for manifests
    /// @param directory takes what is made for the push
    ProjectPush(Temple temple, String program, Path directory, Progress progress) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.states = new ProjectStates(temple.clock());
        this.exports = new PackageExport(temple);
        this.links = new Links(temple);
        this.audit = new Audit(temple);
        this.program = program;
        this.directory = directory;
        this.progress = progress;
    }

    /// @param seen the state in which both sides met last
    Pushed run(Remote remote, Push push, Optional<ProjectState> seen) {
        for (int attempt = 1; ; attempt++) {
            try {
                return push(remote, push, seen);
            } catch (ChangedMeanwhile again) {
                if (attempt == ATTEMPTS) {
                    throw new TempleException(
                            ErrorCode.CHANGED_WHILE_READING,
                            "The project %s keeps changing, so it was not pushed.".formatted(push.slug()),
                            again);
                }
            }
        }
    }

    /// Somebody changed the project between recording its state and packing it.
    @SuppressWarnings("serial")
    private static final class ChangedMeanwhile extends RuntimeException {
        ChangedMeanwhile() {
            super("the project was changed", null, false, false);
        }
    }

    private Pushed push(Remote remote, Push push, Optional<ProjectState> seen) {
        var tracking = push.tracking();
        var state = exports.packagedState(push.slug(), push.secrets(), push.facts());
        // Secrets that go along for the first time make a new state, whatever else is equal.
        var there = seen.filter(
                shared -> ProjectJoin.isEqual(state, shared, tracking.remote().name()));
        var wantedState = there.orElse(state);
        var wanted = wantedState.root();
        var published =
                push.version().map(one -> new NewVersion(one.name(), one.notes(), signature(push, one, wanted)));
        // Whoever publishes signs the version, and nothing that could be put to another name.
        var key = published.isPresent()
                ? Optional.<SigningKey>empty()
                : push.key().map(one -> made(sign(one, wantedState.signedBytes())));
        var offer = new PushOffer(
                tracking.ref(),
                tracking.state(),
                tracking.state().stream().toList(),
                wanted,
                FolderEntry.facts(state),
                push.facts().visibility().map(Visibility::word),
                push.facts().tags(),
                published,
                temple.user(),
                new UnfinishedUploads(temple, tracking.remote().id(), tracking.ref()));
        var made = new ArrayList<ExportReport>();
        long resumed = remote.push(
                offer,
                base -> {
                    var report = export(push, key, base);
                    if (!report.contentRoot().equals(wanted)) {
                        throw new ChangedMeanwhile();
                    }
                    made.add(report);
                    return report.path();
                },
                progress);
        remember(push, state, there, published);
        return new Pushed(
                tracking.ref(),
                tracking.remote().name(),
                wanted,
                push.version().map(version -> version.name().text()),
                tracking.state().isEmpty(),
                !made.isEmpty(),
                made.isEmpty() ? 0 : made.getLast().packageBytes(),
                resumed,
                notices(made, push));
    }

    private Optional<PackageSignature> signature(Push push, NewVersion version, Sha256 state) {
        var statement = new VersionStatement(push.tracking().ref().toString(), version.name(), state);
        return push.key().map(key -> sign(key, statement.signedBytes()));
    }

    private PackageSignature sign(SigningKey key, byte[] data) {
        return key.sign(data, temple.clock().instant());
    }

    /// Remembers that both sides have the same now, and that the project follows what it was pushed to.
    private void remember(Push push, ProjectState state, Optional<ProjectState> there, Optional<NewVersion> published) {
        var tracking = push.tracking();
        var shared = there.orElse(state).root();
        temple.file().<Optional<String>>write(tx -> {
            var agreed = there.orElse(state);
            projects.edit(tx, "cathedral push", push.slug(), push.facts()::change);
            states.keep(tx, tracking.project(), agreed);
            agree(tx, push, agreed);
            published
                    .flatMap(version -> version.signature()
                            .map(signature -> new SignedVersion(tracking.ref().toString(), version.name(), signature)))
                    .ifPresent(signed -> new SqliteSignatureStore(tx, tracking.project()).add(shared, List.of(signed)));
            links.link(tx, push.slug(), tracking);
            new SqliteRemoteStore(tx)
                    .synced(
                            tracking,
                            shared,
                            push.secrets().included(),
                            temple.clock().instant());
            audit.record(
                    tx,
                    "cathedral push",
                    push.slug(),
                    Json.Obj.empty()
                            .with("remote", tracking.remote().name())
                            .with("project", tracking.ref().toString())
                            .with(
                                    "version",
                                    push.version()
                                            .map(version -> version.name().text())
                                            .orElse(null))
                            .with("content_root", shared.hex()));
            return Optional.empty();
        });
    }

    private static List<String> notices(List<ExportReport> made, Push push) {
        var notices = new ArrayList<String>();
        if (!made.isEmpty()) {
            notices.addAll(made.getLast().notices());
        } else if (push.key().isPresent() && push.version().isEmpty()) {
            notices.add("Nothing was signed: the remote has this state already, and no version was published.");
        }
        return notices;
    }

    /// Two states that say the same are one: the one that is shared. What was changed here since the push began
    /// stays.
    private void agree(Transaction tx, Push push, ProjectState shared) {
        var project = projects.require(tx, push.slug());
        var remote = push.tracking().remote().name();
        try (var stored = new StoredObjects(tx)) {
            var here = states.record(tx, project, stored);
            if (!here.equals(shared) && ProjectJoin.isEqual(here, shared, remote)) {
                states.adopt(tx, project.id(), shared);
                var agreed =
                        projects.adopt(tx, project, states.project(shared, project.slug(), project.unknownFields()));
                states.record(tx, agreed, stored);
            }
        }
    }

    /// A signature that is made once, and put into every package that is made for the push.
    private SigningKey made(PackageSignature signature) {
        try {
            var file = directory.resolve(UUID.randomUUID() + ".sig");
            Files.writeString(file, signature.armored());
            return new SigningKey.Made(file);
        } catch (IOException failure) {
            throw new TempleException(ErrorCode.TARGET_UNWRITABLE, "The signature cannot be written.", failure);
        }
    }

    private ExportReport export(Push push, Optional<SigningKey> key, Optional<Sha256> base) {
        return exports.write(
                new ExportRequest(
                        push.slug(),
                        directory.resolve(UUID.randomUUID() + ".cathedral"),
                        PackageLayout.FILE,
                        new PathFilter(List.of()),
                        HistoryMode.FULL,
                        Existing.REFUSE,
                        program,
                        push.secrets(),
                        key,
                        push.facts(),
                        false,
                        base.map(root -> new ExportRequest.Since(root.hex(), directory))),
                progress);
    }
}
