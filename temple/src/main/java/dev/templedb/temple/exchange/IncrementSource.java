package dev.templedb.temple.exchange;

import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.objects.ProjectFrames;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A project at its whole state, with only those frames that a base does not have.
record IncrementSource(PackageSource whole, ProjectFrames frames, PackageBase on) implements PackageSource {
    @Override
    public Optional<PackageBase> base() {
        return Optional.of(on);
    }

    @Override
    public ProjectState state() {
        return whole.state();
    }

    @Override
    public Json.Obj unknownFields() {
        return whole.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried(PackageLayout.Family family) {
        return whole.carried(family);
    }

    @Override
    public List<PackageSignature> signatures() {
        return whole.signatures();
    }

    @Override
    public List<SignedVersion> signedVersions() {
        return whole.signedVersions();
    }

    @Override
    public List<PackagedFile> files() {
        return whole.files();
    }

    @Override
    public List<PackagedCommit> commits() {
        return whole.commits();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        frames.forEach(sink);
    }

    @Override
    public long rawBytes() {
        return frames.rawBytes();
    }

    @Override
    public ObjectSource objects() {
        return whole.objects();
    }

    @Override
    public byte[] document(Sha256 sha256) {
        return whole.document(sha256);
    }

    @Override
    public Writer writer() {
        return whole.writer();
    }

    @Override
    public Progress progress() {
        return whole.progress();
    }

    @Override
    public void close() {
        whole.close();
    }
}
