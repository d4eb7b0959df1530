package dev.templedb.packages.content;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Another source, and signatures over its state.
public record SignedSource(PackageSource source, List<PackageSignature> signatures) implements PackageSource {
    public SignedSource {
        signatures = List.copyOf(signatures);
    }

    @Override
    public ProjectState state() {
        return source.state();
    }

    @Override
    public Optional<PackageBase> base() {
        return source.base();
    }

    @Override
    public Json.Obj unknownFields() {
        return source.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried(PackageLayout.Family family) {
        return source.carried(family);
    }

    @Override
    public List<SignedVersion> signedVersions() {
        return source.signedVersions();
    }

    @Override
    public List<PackagedFile> files() {
        return source.files();
    }

    @Override
    public Json.Arr dependencies() {
        return source.dependencies();
    }

    @Override
    public long fileCount() {
        return source.fileCount();
    }

    @Override
    public List<PackagedCommit> commits() {
        return source.commits();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        source.frames(sink);
    }

    @Override
    public long rawBytes() {
        return source.rawBytes();
    }

    @Override
    public ObjectSource objects() {
        return source.objects();
    }

    @Override
    public void loadTrees(ObjectGraph graph) {
        source.loadTrees(graph);
    }

    @Override
    public byte[] document(Sha256 sha256) {
        return source.document(sha256);
    }

    @Override
    public Writer writer() {
        return source.writer();
    }

    @Override
    public Progress progress() {
        return source.progress();
    }

    @Override
    public void close() {
        source.close();
    }
}
