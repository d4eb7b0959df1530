package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.Once;
import dev.templedb.temple.objects.ProjectFrames;
import dev.templedb.temple.objects.StoredObjects;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A whole project of the temple as a package writer sees it, inside one read transaction.
final class ProjectSource implements PackageSource {
    private final ProjectState state;
    private final Json.Obj unknownFields;
    private final SqliteCarriedStore carried;
    private final List<PackageSignature> signatures;
    private final List<SignedVersion> versions;
    private final Supplier<List<PackagedFile>> files;
    private final Supplier<List<PackagedCommit>> commits;
    private final Supplier<Json.Arr> dependencies;
    private final ProjectFrames frames;
    private final StoredObjects stored;
    private final Map<Sha256, byte[]> made;
    private final Writer writer;
    private final Progress progress;

    ProjectSource(
            ProjectState state,
            Json.Obj unknownFields,
            SqliteCarriedStore carried,
            List<PackageSignature> signatures,
            List<SignedVersion> versions,
            Supplier<List<PackagedFile>> files,
            Supplier<List<PackagedCommit>> commits,
            Supplier<Json.Arr> dependencies,
            ProjectFrames frames,
            StoredObjects stored,
            Map<Sha256, byte[]> made,
            Writer writer,
            Progress progress) {
        this.state = state;
        this.unknownFields = unknownFields;
        this.carried = carried;
        this.signatures = List.copyOf(signatures);
        this.versions = List.copyOf(versions);
        this.files = Once.of(files);
        this.commits = Once.of(commits);
        this.dependencies = dependencies;
        this.frames = frames;
        this.stored = stored;
        this.made = made;
        this.writer = writer;
        this.progress = progress;
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Json.Obj unknownFields() {
        return unknownFields;
    }

    @Override
    public List<CarriedEntry> carried(PackageLayout.Family family) {
        return carried.all(family);
    }

    @Override
    public List<PackageSignature> signatures() {
        return signatures;
    }

    @Override
    public List<SignedVersion> signedVersions() {
        return versions;
    }

    @Override
    public List<PackagedFile> files() {
        return files.get();
    }

    @Override
    public List<PackagedCommit> commits() {
        return commits.get();
    }

    @Override
    public Json.Arr dependencies() {
        return dependencies.get();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        frames.forEach(sink);
        if (made.isEmpty()) {
            return;
        }
        try (var packer = new FramePacker(
                FrameLimits.LEVEL, 1, ErrorCode.TEMPLE_CORRUPT, opened -> sink.accept(opened.frame()))) {
            made.values().forEach(packer::addPiece);
            packer.finish();
        }
    }

    @Override
    public long rawBytes() {
        return frames.rawBytes();
    }

    @Override
    public ObjectSource objects() {
        return stored;
    }

    @Override
    public void loadTrees(ObjectGraph graph) {
        frames.readTrees(graph, progress);
    }

    StoredObjects stored() {
        return stored;
    }

    @Override
    public byte[] document(Sha256 sha256) {
        var bytes = made.get(sha256);
        return bytes == null ? stored.piece(sha256) : bytes.clone();
    }

    @Override
    public Writer writer() {
        return writer;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void close() {
        stored.close();
    }
}
