package dev.templedb.temple.remotes;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.core.VersionName;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.deployments.DeploymentTargets;
import dev.templedb.temple.deployments.TargetChange;
import dev.templedb.temple.exchange.JoinReport;
import dev.templedb.temple.exchange.JoinSide;
import dev.templedb.temple.exchange.PackageExport;
import dev.templedb.temple.exchange.PackagedFacts;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.history.SqliteRefStore;
import dev.templedb.temple.history.TreeReader;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.OwnHistory;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.signing.SignatureReader;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.SqliteSignatureStore;
import dev.templedb.temple.variables.Variables;
import dev.templedb.temple.worktree.CommitBytes;
import dev.templedb.temple.worktree.WorkAuthor;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Somebody's temple, and how they share.
public final class SharingTemple implements AutoCloseable {
    public static final WorkAuthor WHO = new WorkAuthor(
            WorkAuthor.person("Ada", "ada@example.org", Instant.EPOCH, 0),
            WorkAuthor.person("Ada", "ada@example.org", Instant.EPOCH, 0));

    static final SignatureReader NOBODY = new SignatureReader(
            new SignatureReader.Trust(Optional.empty(), Optional.empty(), false), Instant.EPOCH, ZoneOffset.UTC);

    /// Asks for signatures by the keys of a file.
    public static SignatureReader trusting(Path allowedSigners) {
        return new SignatureReader(
                new SignatureReader.Trust(Optional.of(allowedSigners), Optional.empty(), true),
                Instant.now(),
                ZoneOffset.UTC);
    }

    private final Path directory;
    private final IntakeSandbox sandbox;
    private final Sharing sharing;

    public SharingTemple(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        this.sandbox = new IntakeSandbox(directory);
        this.sharing = new Sharing(sandbox.temple(), directory.resolve("scratch"), "0.1.0");
    }

    public dev.templedb.temple.Temple temple() {
        return sandbox.temple();
    }

    public GitFolder git(String slug) {
        var path = directory.resolve(slug + "-git");
        return Files.exists(path) ? GitFolder.at(path) : GitFolder.init(path);
    }

    public void take(String slug) {
        sandbox.take(slug, git(slug).path());
    }

    /// Imports the same files as another project.
    public void take(String slug, String as) {
        sandbox.take(as, git(slug).path());
    }

    public void sync(String slug) {
        sandbox.sync(slug);
    }

    public List<String> slugs() {
        return new Projects(temple()).slugs();
    }

    public void remove(String slug) {
        new Projects(temple()).remove(slug);
    }

    public ProjectState state(String slug) {
        return new PackageExport(temple()).state(slug);
    }

    public void set(String slug, String name, String value) {
        new Variables(temple()).set(slug, "default", Map.of(name, value), false);
    }

    public void unset(String slug, String name) {
        new Variables(temple()).remove(slug, "default", List.of(name));
    }

    public Map<String, String> variables(String slug) {
        var values = new HashMap<String, String>();
        new Variables(temple()).list(slug).forEach(variable -> values.put(variable.name(), variable.value()));
        return values;
    }

    public void edit(String slug, String description, String... tags) {
        new Projects(temple()).edit(slug, draft -> {
            draft.description(description);
            List.of(tags).forEach(draft::addTag);
        });
    }

    private final Set<GitId> made = new HashSet<>();

    /// The commits that were made here.
    public Set<GitId> made() {
        return made;
    }

    /// Makes a commit on a branch, which begins at `main` if it is new.
    public GitId commit(String slug, String branch, String file, String content) {
        return temple().file().write(tx -> {
            long project = new Projects(temple()).require(tx, slug).id();
            try (var stored = new StoredObjects(tx)) {
                var refs = new SqliteRefStore(tx, project).refs();
                var parent = refs.getOrDefault("refs/heads/" + branch, refs.get("refs/heads/main"));
                var objects = new HashMap<GitId, RawObject>();
                var layered = new LayeredSource(objects::containsKey, new MadeSource(objects), stored);
                var bytes = content.getBytes(StandardCharsets.UTF_8);
                var blob = new ObjectHasher().gitId(ObjectKind.BLOB, bytes);
                objects.put(blob, new RawObject(ObjectKind.BLOB, bytes));
                var tree = new TreeEdit(layered, objects)
                        .apply(
                                new SqliteCommitStore(tx, project).tree(parent),
                                new TreeMap<>(
                                        Map.of(FilePath.of(file), Optional.of(new TreeEdit.File(0100644, blob)))));
                var text = CommitBytes.commit(
                        tree,
                        List.of(parent),
                        WHO.author(),
                        WHO.committer(),
                        directory.getFileName() + " " + content + made.size());
                var commit = new ObjectHasher().gitId(ObjectKind.COMMIT, text);
                objects.put(commit, new RawObject(ObjectKind.COMMIT, text));
                new OwnHistory(tx, project, stored).advance("refs/heads/" + branch, commit, layered);
                made.add(commit);
                return commit;
            }
        });
    }

    public void tag(String slug, String name, GitId commit) {
        temple().file().<Optional<String>>write(tx -> {
            long project = new Projects(temple()).require(tx, slug).id();
            try (var stored = new StoredObjects(tx)) {
                new OwnHistory(tx, project, stored).advance("refs/tags/" + name, commit, stored);
            }
            return Optional.empty();
        });
    }

    /// All commits of the project.
    public Set<GitId> commits(String slug) {
        return temple().file()
                .read(tx -> Set.copyOf(tx.query("SELECT commit_id FROM commits WHERE project_id = ?1")
                        .bind(1, new Projects(temple()).require(tx, slug).id())
                        .list(row -> GitId.ofBytes(row.bytes(1)))));
    }

    public String file(String slug, String branch, String path) {
        return temple().file().read(tx -> {
            long project = new Projects(temple()).require(tx, slug).id();
            try (var stored = new StoredObjects(tx)) {
                var commit = new SqliteRefStore(tx, project)
                        .commit("refs/heads/" + branch)
                        .orElseThrow();
                var tree = new SqliteCommitStore(tx, project).tree(commit).orElseThrow();
                var file = new TreeReader(stored).find(tree, FilePath.of(path)).orElseThrow();
                return new String(stored.read(file.target()).bytes(), StandardCharsets.UTF_8);
            }
        });
    }

    public void target(String slug, String name, String host) {
        var targets = new DeploymentTargets(temple());
        var change = new TargetChange(Map.of("host", host), Optional.empty(), Map.of(), List.of());
        if (targets(slug).containsKey(name)) {
            targets.edit(slug, name, change);
        } else {
            targets.add(slug, name, change);
        }
    }

    /// The host of each target.
    public Map<String, String> targets(String slug) {
        var hosts = new HashMap<String, String>();
        new DeploymentTargets(temple())
                .list(slug)
                .forEach(target -> hosts.put(target.name(), target.host().orElse("")));
        return hosts;
    }

    public void resolve(String slug, String item, JoinSide side) {
        new SyncConflicts(temple()).resolve(slug, Map.of(item, side), WHO);
    }

    /// All are called by the same name here.
    public NamedRemote named() {
        var remotes = new Remotes(temple());
        return remotes.list().stream()
                .findFirst()
                .orElseGet(() -> remotes.add("origin", "https://cathedral.example.org", directory));
    }

    /// The signatures of the state that the project is in, in text form.
    public List<String> signatures(String slug) {
        var root = state(slug).root();
        return temple().file()
                .read(tx -> new SqliteSignatureStore(
                                tx, new Projects(temple()).require(tx, slug).id())
                        .of(root).stream().map(PackageSignature::armored).toList());
    }

    public Tracking tracking(String slug, RemoteRef ref) {
        return new Links(temple()).link(slug, named(), ref);
    }

    public Tracking tracking(String slug) {
        return new Links(temple()).tracking(slug).getFirst();
    }

    public Sharing.Pushed push(Remote remote, String slug, RemoteRef ref, String version) {
        return push(remote, slug, ref, version, Optional.empty(), Progress.NONE);
    }

    public Sharing.Pushed push(
            Remote remote, String slug, RemoteRef ref, String version, Optional<SigningKey> key, Progress progress) {
        return sharing.push(
                remote,
                new Sharing.Push(
                        tracking(slug, ref),
                        slug,
                        version.isEmpty()
                                ? Optional.empty()
                                : Optional.of(new NewVersion(new VersionName(version), Optional.of("Notes."))),
                        PackagedFacts.NONE,
                        PackagedSecrets.NONE,
                        key),
                progress);
    }

    /// Takes the encrypted secrets along.
    public Sharing.Pushed pushWithSecrets(Remote remote, String slug, RemoteRef ref) {
        return sharing.push(
                remote,
                new Sharing.Push(
                        tracking(slug, ref),
                        slug,
                        Optional.empty(),
                        PackagedFacts.NONE,
                        PackagedSecrets.AS_THEY_ARE,
                        Optional.empty()),
                Progress.NONE);
    }

    /// A signature reader that asks for signatures, and knows versions by another name too.
    public static SignatureReader trusting(Path allowedSigners, String signedAs) {
        return new SignatureReader(
                new SignatureReader.Trust(Optional.of(allowedSigners), Optional.empty(), Optional.of(signedAs), true),
                Instant.now(),
                ZoneOffset.UTC);
    }

    public Sharing.Cloned cloneTrusting(Remote remote, RemoteRef ref, String want, SignatureReader trust) {
        return sharing.clone(
                remote, named(), ref, Want.of(want), new Slug(ref.slug().text()), trust, Progress.NONE);
    }

    public JoinReport clone(Remote remote, RemoteRef ref, String want) {
        return sharing.clone(
                        remote, named(), ref, Want.of(want), new Slug(ref.slug().text()), NOBODY, Progress.NONE)
                .report();
    }

    public Optional<JoinReport> pull(Remote remote, String slug) {
        return pull(remote, slug, Optional.empty());
    }

    public Optional<JoinReport> pull(Remote remote, String slug, Optional<JoinSide> favoured) {
        return pulled(remote, new Sharing.Pull(tracking(slug), slug, favoured, WHO, false, NOBODY))
                .map(Sharing.Pulled::report);
    }

    /// Without an address that anybody has said.
    public Optional<JoinReport> pullAsNobody(Remote remote, String slug) {
        var nobody = WorkAuthor.person("Bob", "", Instant.EPOCH, 0);
        return pulled(
                        remote,
                        new Sharing.Pull(
                                tracking(slug), slug, Optional.empty(), new WorkAuthor(nobody, nobody), false, NOBODY))
                .map(Sharing.Pulled::report);
    }

    public Optional<JoinReport> pullOlder(Remote remote, String slug) {
        return pulled(remote, new Sharing.Pull(tracking(slug), slug, Optional.empty(), WHO, true, NOBODY))
                .map(Sharing.Pulled::report);
    }

    /// Takes in what is new if `trust` lets it in.
    public Optional<Sharing.Pulled> pullTrusting(Remote remote, String slug, SignatureReader trust) {
        return pulled(remote, new Sharing.Pull(tracking(slug), slug, Optional.empty(), WHO, false, trust));
    }

    private Optional<Sharing.Pulled> pulled(Remote remote, Sharing.Pull pull) {
        return sharing.pull(remote, pull, Progress.NONE);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
