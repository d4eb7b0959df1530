package dev.templedb.packages.samples;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.content.PackagedCommit;
import dev.templedb.packages.content.PackagedFile;
import dev.templedb.packages.content.RecipeProof;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.CommitText;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.packages.objects.TreeEntries;
import dev.templedb.packages.state.Head;
import dev.templedb.packages.state.ProjectState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A package as a temple would take it in: verified, in memory, and ready to be written again.
public final class TakenIn implements PackageSource, ObjectSource {
    private final ProjectState state;
    private final Json.Obj unknown;
    private final List<Frame> frames;
    private final Map<GitId, RawObject> objects = new HashMap<>();
    private final Map<Sha256, byte[]> pieces = new HashMap<>();

    private TakenIn(ProjectState state, Json.Obj unknown, List<Frame> frames) {
        this.state = state;
        this.unknown = unknown;
        this.frames = frames;
        var verifier = new PackageVerifier(state);
        try (var reader = new FrameReader()) {
            for (int number = 0; number < frames.size(); number++) {
                var open = reader.open(frames.get(number));
                verifier.accept(number, open);
                for (int i = 0; i < open.count(); i++) {
                    if (open.kind(i) == ObjectKind.PIECE) {
                        pieces.put(open.sha256(i), open.bytes(i));
                    } else if (open.kind(i) != ObjectKind.RECIPE) {
                        objects.put(open.gitId(i), new RawObject(open.kind(i), open.bytes(i)));
                    }
                }
            }
        } catch (MalformedFrame damaged) {
            throw new IllegalStateException(damaged);
        }
        verifier.finish();
        verifier.recipes().forEach(this::assemble);
    }

    /// Takes in what `read` holds.
    public static TakenIn of(OpenPackage read) {
        var frames = new ArrayList<Frame>();
        read.frames(frames::add);
        return new TakenIn(read.state(), read.unknownFields(), frames);
    }

    /// Takes in what `source` holds.
    public static TakenIn of(PackageSource source) {
        var frames = new ArrayList<Frame>();
        source.frames(frames::add);
        return new TakenIn(source.state(), source.unknownFields(), frames);
    }

    private void assemble(Recipe recipe) {
        RecipeProof.prove(recipe, pieces::get);
        var bytes = new ByteArrayOutputStream();
        recipe.pieces().forEach(piece -> bytes.writeBytes(pieces.get(piece.sha256())));
        objects.put(recipe.blob(), new RawObject(ObjectKind.BLOB, bytes.toByteArray()));
    }

    /// The files of HEAD by path, as text.
    public Map<String, byte[]> contents() {
        var contents = new TreeMap<String, byte[]>();
        files().forEach(file -> {
            if (file.sha256() != null) {
                contents.put(file.displayPath(), objects.get(file.blob()).bytes());
            }
        });
        return contents;
    }

    @Override
    public ProjectState state() {
        return state;
    }

    @Override
    public Json.Obj unknownFields() {
        return unknown;
    }

    @Override
    public List<PackagedFile> files() {
        var head = switch (state.head()) {
            case Head.Branch(var ref) -> Optional.ofNullable(state.refs().get(ref));
            case Head.Detached(var commit) -> Optional.of(commit);
        };
        var files = new ArrayList<PackagedFile>();
        head.ifPresent(id -> collect(commit(id).tree(), new byte[0], files));
        files.sort(Comparator.comparing(PackagedFile::path, Arrays::compareUnsigned));
        return files;
    }

    private CommitText commit(GitId id) {
        try {
            return CommitText.parse(objects.get(id).bytes());
        } catch (MalformedObject malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private void collect(GitId tree, byte[] prefix, List<PackagedFile> files) {
        try {
            var entries = new TreeEntries(objects.get(tree).bytes());
            while (entries.next()) {
                var path = new ByteArrayOutputStream();
                path.writeBytes(prefix);
                path.writeBytes(entries.name());
                if (entries.mode() == 040000) {
                    path.write('/');
                    collect(entries.id(), path.toByteArray(), files);
                } else {
                    files.add(file(path.toByteArray(), entries.mode(), entries.id()));
                }
            }
        } catch (MalformedObject malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private PackagedFile file(byte[] path, int mode, GitId id) {
        var object = objects.get(id);
        var bytes = object == null ? new byte[0] : object.bytes();
        long lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return new PackagedFile(
                path,
                mode,
                id,
                object == null ? null : Sha256.of(bytes),
                bytes.length,
                "text",
                "Text",
                lines,
                lines,
                0,
                1,
                Instant.EPOCH,
                "Ada");
    }

    @Override
    public List<PackagedCommit> commits() {
        return objects.entrySet().stream()
                .filter(object -> object.getValue().kind() == ObjectKind.COMMIT)
                .map(object -> packaged(object.getKey()))
                .sorted(Comparator.comparing(PackagedCommit::at).thenComparing(PackagedCommit::id))
                .toList();
    }

    private PackagedCommit packaged(GitId id) {
        var text = commit(id);
        return new PackagedCommit(
                id,
                text.parents(),
                text.author().name(),
                text.author().email(),
                text.message(),
                text.author().at());
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        frames.forEach(sink);
    }

    @Override
    public long rawBytes() {
        return frames.stream().mapToLong(frame -> frame.layout().rawBytes()).sum();
    }

    @Override
    public ObjectSource objects() {
        return this;
    }

    @Override
    public byte[] document(Sha256 sha256) {
        return pieces.get(sha256);
    }

    @Override
    public Writer writer() {
        return new Writer("0.1.0", 1, "full", List.of("V001__start"));
    }

    @Override
    public Progress progress() {
        return Progress.NONE;
    }

    @Override
    public RawObject read(GitId id) {
        return objects.get(id);
    }

    @Override
    public long blobBytes(GitId id) {
        return objects.get(id).bytes().length;
    }

    @Override
    public InputStream openBlob(GitId id) {
        return new ByteArrayInputStream(objects.get(id).bytes());
    }

    @Override
    public void close() {}
}
