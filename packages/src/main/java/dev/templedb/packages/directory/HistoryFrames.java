package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.disk.NewParts;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.objects.Closure;
import dev.templedb.packages.objects.ClosureWalk;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectGraph;
import dev.templedb.packages.objects.ObjectKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Packs what a state reaches and `files/` does not hold. The frames are a function of state and objects alone,
/// whatever frames
/// the project lies in at home, so that the directory of one state is always the same bytes.
final class HistoryFrames implements AutoCloseable {
    /// A `.frames` file ends with the frame that takes it to this length.
    private static final long FILE_BYTES = 256L << 20;
    private static final int THREADS = 2;

    private final PackageSource source;
    private final Set<GitId> inFiles;
    private final Path directory;
    private final List<FrameIndex.Entry> index = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final Set<Sha256> pieces = new HashSet<>();
    private final Map<GitId, GitId> tagTargets = new HashMap<>();
    private @Nullable OutputStream out;
    private long filled;

    /// @param inFiles   blobs that `files/` holds
    /// @param directory where `0001.frames` and so on are written
    HistoryFrames(PackageSource source, Set<GitId> inFiles, Path directory) {
        this.source = source;
        this.inFiles = inFiles;
        this.directory = directory;
    }

    void pack() throws IOException {
        var graph = new ObjectGraph();
        var closure = walk(graph);
        for (int tag : closure.tags()) {
            tagTargets.put(graph.id(tag), graph.id(graph.targetOf(tag)));
        }
        try (var step = source.progress().begin("Packing history", closure.count());
                var packer = new FramePacker(FrameLimits.LEVEL, THREADS, ErrorCode.TEMPLE_CORRUPT, this::write)) {
            for (var kind : List.of(closure.tags(), closure.commits(), closure.trees())) {
                for (int number : kind) {
                    var id = graph.id(number);
                    var object = source.objects().read(id);
                    packer.add(object.kind(), id, object.bytes());
                    step.advance(1);
                }
                packer.endFrame();
            }
            for (int number : closure.blobs()) {
                var id = graph.id(number);
                if (!inFiles.contains(id)) {
                    addBlob(packer, id);
                }
                step.advance(1);
            }
            packer.endFrame();
            addDocuments(packer);
            packer.finish();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private Closure walk(ObjectGraph graph) {
        try {
            var state = source.state();
            source.loadTrees(graph);
            return new ClosureWalk(graph, source.objects(), id -> false, state.shallow())
                    .walk(state.roots(), source.progress());
        } catch (MalformedObject malformed) {
            throw new TempleException(
                    ErrorCode.TEMPLE_CORRUPT,
                    "The project cannot be packed: %s.".formatted(malformed.getMessage()),
                    malformed);
        }
    }

    private void addBlob(FramePacker packer, GitId id) throws IOException {
        long length = source.objects().blobBytes(id);
        try (var in = source.objects().openBlob(id)) {
            if (length > FrameLimits.WHOLE_BLOB_BYTES) {
                packer.addLargeBlob(id, length, in, piece -> !pieces.add(piece));
            } else {
                packer.add(ObjectKind.BLOB, id, in.readAllBytes());
            }
        }
    }

    private void addDocuments(FramePacker packer) {
        var wanted = new TreeSet<Sha256>(source.state().documents().values());
        wanted.addAll(source.state().sections().values());
        for (var name : wanted) {
            if (pieces.add(name) && !packer.addPiece(source.document(name)).equals(name)) {
                throw new TempleException(
                        ErrorCode.TEMPLE_CORRUPT, "The content of document %s is damaged.".formatted(name));
            }
        }
    }

    private void write(OpenFrame frame) {
        try {
            if (out == null || filled >= FILE_BYTES) {
                close();
                files.add(directory.resolve("%04d.frames".formatted(files.size() + 1)));
                out = NewParts.write(files.getLast());
                filled = 0;
            }
            out.write(frame.frame().compressed());
            filled += frame.frame().compressed().length;
            index.add(FrameIndex.Entry.of(frame.frame()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What each annotated tag names.
    Map<GitId, GitId> tagTargets() {
        return Map.copyOf(tagTargets);
    }

    FrameIndex index() {
        return new FrameIndex(index);
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
