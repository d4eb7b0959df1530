package dev.templedb.packages.content;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.frames.Recipe;
import dev.templedb.packages.objects.ObjectKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Proves packages without taking them in.
///
/// [#check] asks whether the package is as it was written: every byte is read and hashed, nothing is decompressed.
/// [#verify] asks whether it is what its state names: every object is decompressed, named anew and followed.
public final class PackageChecker {
    private PackageChecker() {}

    /// What was found in a package that is whole.
    ///
    /// @param frames   how many frames
    /// @param objects  how many git objects the state names
    /// @param rawBytes how many bytes the frames have, decompressed
    public record Findings(long frames, long objects, long rawBytes) {}

    /// Reads and hashes every byte of the package.
    ///
    /// @throws TempleException that names the part which is not as it should be
    public static Findings check(OpenPackage opened) {
        var count = new long[1];
        opened.frames(frame -> count[0]++);
        return new Findings(count[0], opened.state().objects().count(), opened.rawBytes());
    }

    /// All that is damaged in a package that was opened as [OpenOptions#asPartial]: what opening left out, and
    /// every
    /// frame of a single file that is not what the index names.
    public static DamageList damage(OpenPackage opened) {
        var damage = new DamageList();
        for (var left : opened.leftOut()) {
            damage.add(left.what(), new TempleException(ErrorCode.PACKAGE_DIGEST_MISMATCH, left.reason()));
        }
        if (opened instanceof FrameAccess access && opened.layout() == PackageLayout.FILE) {
            for (int number = 0; number < access.frameCount(); number++) {
                try {
                    access.frame(number);
                } catch (TempleException problem) {
                    if (!Salvage.isDamage(problem)) {
                        throw problem;
                    }
                    damage.add("frame %d".formatted(number), problem);
                }
            }
        }
        return damage;
    }

    /// Proves everything: all that [#check] does, and that the frames hold exactly the objects that the state
    /// names. Memory: a few frames for each thread, and 100 to 200 bytes an object.
    ///
    /// @param threads that decompress and hash beside the caller
    /// @throws TempleException that names the part which is not as it should be
    public static Findings verify(OpenPackage opened, int threads, Progress progress) {
        var verifier = new PackageVerifier(opened.state());
        var pieces = new PieceTable();
        int frames;
        try (var reader = new ParallelFrameReader(threads, (number, frame) -> {
                    verifier.accept(number, frame);
                    pieces.add(number, frame);
                });
                var step = progress.beginBytes("Verifying objects", opened.rawBytes())) {
            opened.frames(frame -> {
                reader.accept(frame);
                step.advance(frame.layout().rawBytes());
            });
            frames = reader.finish();
        }
        if (opened.base().isPresent()) {
            verifier.finishIncrement();
            prove(opened, verifier.recipes().stream().filter(pieces::hasAllOf).toList(), pieces, progress);
        } else {
            verifier.finish();
            prove(opened, verifier.recipes(), pieces, progress);
        }
        return new Findings(frames, opened.state().objects().count(), opened.rawBytes());
    }

    private static void prove(OpenPackage opened, List<Recipe> recipes, PieceTable pieces, Progress progress) {
        if (recipes.isEmpty()) {
            return;
        }
        if (!(opened instanceof FrameAccess access)) {
            throw new IllegalArgumentException("the pieces of large files cannot be read one by one");
        }
        try (var step = progress.beginBytes(
                        "Verifying large files",
                        recipes.stream().mapToLong(Recipe::bytes).sum());
                var reading = new PieceReading(access, pieces)) {
            for (var recipe : recipes) {
                RecipeProof.prove(recipe, reading::bytes);
                step.advance(recipe.bytes());
            }
        }
    }

    /// Where each piece is: frame number and number inside the frame.
    private static final class PieceTable {
        private final Map<Sha256, Long> places = new HashMap<>();

        void add(int number, OpenFrame frame) {
            for (int i = 0; i < frame.count(); i++) {
                if (frame.kind(i) == ObjectKind.PIECE) {
                    places.put(frame.sha256(i), (long) number << 32 | i);
                }
            }
        }

        /// Pieces of an incremental package may lie in its base.
        boolean hasAllOf(Recipe recipe) {
            return recipe.pieces().stream().allMatch(piece -> places.containsKey(piece.sha256()));
        }

        long place(Sha256 piece) {
            var place = places.get(piece);
            if (place == null) {
                throw new TempleException(
                        ErrorCode.PACKAGE_MISSING_OBJECT, "Piece %s is missing from the package.".formatted(piece));
            }
            return place;
        }
    }

    /// Reads pieces by name; the frames read last are kept, because neighbours are asked for next.
    private static final class PieceReading implements AutoCloseable {
        private static final int KEPT = 4;

        private record Raw(Frame frame, byte[] bytes) {}

        private final FrameAccess access;
        private final PieceTable pieces;
        private final FrameReader reader = new FrameReader();
        private final LinkedHashMap<Integer, Raw> kept = new LinkedHashMap<>(8, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.@Nullable Entry<Integer, Raw> eldest) {
                return size() > KEPT;
            }
        };

        PieceReading(FrameAccess access, PieceTable pieces) {
            this.access = access;
            this.pieces = pieces;
        }

        byte[] bytes(Sha256 piece) {
            long place = pieces.place(piece);
            int number = (int) (place >>> 32);
            int i = (int) place;
            var raw = kept.get(number);
            if (raw == null) {
                raw = read(number);
                kept.put(number, raw);
            }
            int start = raw.frame().layout().start(i);
            return java.util.Arrays.copyOfRange(
                    raw.bytes(), start, start + raw.frame().layout().length(i));
        }

        private Raw read(int number) {
            var frame = access.frame(number);
            try {
                return new Raw(frame, reader.decompress(frame));
            } catch (MalformedFrame why) {
                throw ParallelFrameReader.damaged(number, why);
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
