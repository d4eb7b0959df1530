package dev.templedb.packages.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.samples.Refusal;
import dev.templedb.packages.samples.SampleProject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramesTest {
    private static final ObjectKind[] GIT_KINDS = {ObjectKind.COMMIT, ObjectKind.TREE, ObjectKind.BLOB, ObjectKind.TAG};

    @Property(tries = 200)
    void what_was_packed_is_unpacked_with_true_names(
            @ForAll @Size(max = 40) List<byte[]> contents, @ForAll @IntRange(min = 1, max = 3) int threads)
            throws MalformedFrame {
        var frames = new ArrayList<OpenFrame>();
        var hasher = new ObjectHasher();
        try (var packer = new FramePacker(3, threads, ErrorCode.INTERNAL, frames::add)) {
            for (int i = 0; i < contents.size(); i++) {
                var kind = GIT_KINDS[i % GIT_KINDS.length];
                packer.add(kind, hasher.gitId(kind, contents.get(i)), contents.get(i));
                if (i % 7 == 6) {
                    packer.endFrame();
                }
            }
            packer.finish();
        }
        int at = 0;
        try (var reader = new FrameReader()) {
            for (var packed : frames) {
                var frame = reader.open(new Frame(
                        FrameLayout.read(packed.frame().layout().write()),
                        packed.frame().compressed()));
                for (int i = 0; i < frame.count(); i++, at++) {
                    assertThat(frame.bytes(i)).isEqualTo(contents.get(at));
                    assertThat(frame.kind(i)).isEqualTo(GIT_KINDS[at % GIT_KINDS.length]);
                    assertThat(frame.sha256(i)).isEqualTo(Sha256.of(contents.get(at)));
                    assertThat(frame.gitId(i)).isEqualTo(hasher.gitId(frame.kind(i), contents.get(at)));
                }
            }
        }
        assertThat(at).isEqualTo(contents.size());
    }

    @Test
    void frames_end_at_four_mebibytes_or_65536_objects() {
        var frames = new ArrayList<OpenFrame>();
        try (var packer = new FramePacker(1, 2, ErrorCode.INTERNAL, frames::add)) {
            packer.addPiece(new byte[FrameLimits.RAW_BYTES]);
            packer.addPiece(new byte[1]);
            packer.endFrame();
            for (int i = 0; i <= FrameLimits.OBJECTS; i++) {
                packer.addPiece(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
            }
            packer.finish();
        }
        assertThat(frames).extracting(OpenFrame::count).containsExactly(1, 1, FrameLimits.OBJECTS, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMIT", "TREE", "TAG"})
    void a_large_object_has_a_frame_of_its_own_between_the_others(ObjectKind kind) throws MalformedFrame {
        var large = new byte[FrameLimits.RAW_BYTES + 1];
        new Random(3).nextBytes(large);
        var hasher = new ObjectHasher();
        var frames = new ArrayList<OpenFrame>();
        try (var packer = new FramePacker(1, 2, ErrorCode.INTERNAL, frames::add)) {
            for (var bytes : List.of(new byte[1], large, new byte[2], new byte[3])) {
                packer.add(kind, hasher.gitId(kind, bytes), bytes);
            }
            packer.finish();
        }
        assertThat(frames).extracting(OpenFrame::count).containsExactly(1, 1, 2);
        assertThat(frames.get(1).bytes(0)).isEqualTo(large);
        var index = new FrameIndex(
                frames.stream().map(frame -> FrameIndex.Entry.of(frame.frame())).toList());
        var read = FrameIndex.read(index.write()).entries().get(1);
        try (var reader = new FrameReader()) {
            var opened =
                    reader.open(new Frame(read.layout(), frames.get(1).frame().compressed()));
            assertThat(opened.gitId(0)).isEqualTo(hasher.gitId(kind, large));
        }
    }

    @Test
    void only_one_commit_tree_or_tag_may_be_large() throws MalformedFrame {
        int large = FrameLimits.LARGE_OBJECT_BYTES;
        for (var kind : ObjectKind.values()) {
            assertThat(layout(kind, FrameLimits.most(kind)).rawBytes()).isEqualTo(FrameLimits.most(kind));
            assertThatThrownBy(() -> layout(kind, FrameLimits.most(kind) + 1)).isInstanceOf(MalformedFrame.class);
            assertThatThrownBy(() -> layout(kind, FrameLimits.RAW_BYTES, 1)).isInstanceOf(MalformedFrame.class);
        }
        for (var kind : List.of(ObjectKind.BLOB, ObjectKind.PIECE, ObjectKind.RECIPE)) {
            assertThatThrownBy(() -> layout(kind, large))
                    .isInstanceOf(MalformedFrame.class)
                    .hasMessageContaining("4194304 raw bytes");
        }
    }

    private static FrameLayout layout(ObjectKind kind, int... lengths) throws MalformedFrame {
        var out = new ByteArrayOutputStream();
        Varint.write(out, lengths.length);
        for (int length : lengths) {
            Varint.write(out, (long) length << 3 | kind.code());
        }
        return FrameLayout.read(out.toByteArray());
    }

    @Test
    void an_index_with_a_frame_far_longer_than_its_content_is_refused() throws MalformedFrame {
        var entry =
                new FrameIndex.Entry(FrameLimits.mostCompressed(1), Sha256.of(new byte[0]), layout(ObjectKind.BLOB, 1));
        FrameIndex.read(new FrameIndex(List.of(entry)).write());
        var lying = new FrameIndex.Entry(entry.compressedBytes() + 1, entry.sha256(), entry.layout());
        assertThatThrownBy(() -> FrameIndex.read(new FrameIndex(List.of(lying)).write()))
                .isInstanceOf(MalformedFrame.class);
    }

    @Test
    void content_that_has_another_id_ends_the_packing() {
        Refusal.refuses(ErrorCode.GIT_REPOSITORY_BROKEN, () -> {
            try (var packer = new FramePacker(1, 1, ErrorCode.GIT_REPOSITORY_BROKEN, frame -> {})) {
                packer.add(ObjectKind.BLOB, GitId.ofBytes(new byte[20]), new byte[3]);
                packer.finish();
            }
        });
        Refusal.refuses(ErrorCode.PACKAGE_TOO_LARGE, () -> {
            try (var packer = new FramePacker(1, 1, ErrorCode.INTERNAL, frame -> {})) {
                packer.add(ObjectKind.BLOB, GitId.ofBytes(new byte[20]), new byte[FrameLimits.RAW_BYTES + 1]);
            }
        });
        Refusal.refuses(ErrorCode.INTERRUPTED, () -> {
            var slow = new byte[FrameLimits.RAW_BYTES];
            new Random(1).nextBytes(slow);
            try (var packer = new FramePacker(22, 1, ErrorCode.INTERNAL, frame -> {})) {
                packer.addPiece(slow);
                Thread.currentThread().interrupt();
                packer.finish();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        });
    }

    @Test
    void a_stream_of_another_length_is_refused() {
        for (int length : new int[] {2, 4}) {
            assertThatThrownBy(() -> {
                        try (var packer = new FramePacker(1, 1, ErrorCode.INTERNAL, frame -> {})) {
                            packer.addLargeBlob(null, length, new ByteArrayInputStream(new byte[3]), piece -> false);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        Refusal.refuses(ErrorCode.OBJECT_COLLISION, () -> {
            try (var packer = new FramePacker(1, 1, ErrorCode.OBJECT_COLLISION, frame -> {})) {
                packer.addLargeBlob(
                        GitId.ofBytes(new byte[20]), 3, new ByteArrayInputStream(new byte[3]), piece -> false);
            }
        });
    }

    @Test
    void every_flipped_bit_and_every_cut_of_an_index_is_refused() throws MalformedFrame {
        var frames = SampleProject.small().oneObjectPerFrame().openFrames();
        var index = new FrameIndex(
                frames.stream().map(frame -> FrameIndex.Entry.of(frame.frame())).toList());
        var bytes = index.write();
        assertThat(FrameIndex.read(bytes).write()).isEqualTo(bytes);
        assertThat(index.objectCount()).isEqualTo(frames.size());
        assertThat(index.compressedBytes()).isPositive();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> FrameIndex.read(flipped)).isInstanceOf(MalformedFrame.class);
        }
        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FrameIndex.read(cut)).isInstanceOf(MalformedFrame.class);
        }
    }

    @Test
    void an_index_with_a_true_hash_is_still_checked() {
        refusedIndex("something follows", 0, 5);
        refusedIndex("cut off", 1);
        refusedIndex("cut off", 2);
        refusedIndex("out of bounds", 0x80, 0x00);
        refusedIndex("out of bounds", 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01);
        refusedIndex("out of bounds", 0xff, 0xff, 0xff, 0xff, 0x7f);
    }

    private static void refusedIndex(String why, int... body) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("TDBFRM1\n".getBytes());
        for (int b : body) {
            out.write(b);
        }
        out.writeBytes(Sha256.of(out.toByteArray()).bytes());
        assertThatThrownBy(() -> FrameIndex.read(out.toByteArray()))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(why);
    }

    @Test
    void layouts_that_break_the_limits_are_refused() {
        refusedLayout("no object", 0);
        refusedLayout("unknown kind", 1, 0 | 8);
        refusedLayout("unknown kind", 1, 7);
        refusedLayout("out of bounds", 0x81, 0x80, 0x04);
        refusedLayout("something follows", 1, 9, 9);
        refusedLayout("more than", 2, 0xfb, 0xff, 0xff, 0x0f, 0x13);
        refusedLayout("cut off", 2, 9);
    }

    private static void refusedLayout(String why, int... body) {
        var bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        assertThatThrownBy(() -> FrameLayout.read(bytes))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(why);
    }

    @Test
    void damaged_frames_are_refused() {
        var layout = SampleProject.small().openFrames().getFirst().frame().layout();
        try (var reader = new FrameReader()) {
            for (var bytes : List.of(
                    new byte[0],
                    new byte[7],
                    "hello, this is not zstd".getBytes(),
                    Zstd.compress(new byte[layout.rawBytes() - 1]),
                    Zstd.compress(new byte[layout.rawBytes() + 1]))) {
                assertThatThrownBy(() -> reader.open(new Frame(layout, bytes))).isInstanceOf(MalformedFrame.class);
            }
        }
    }

    @Test
    void recipes_are_read_as_written_and_refused_otherwise() throws MalformedFrame {
        var blob = GitId.ofBytes(new byte[20]);
        var hash = Sha256.of(new byte[0]);
        var recipe = new Recipe(blob, hash, List.of(new Recipe.Piece(hash, 300_000), new Recipe.Piece(hash, 5)));
        var bytes = recipe.write();
        assertThat(Recipe.read(bytes, 0, bytes.length)).isEqualTo(recipe);
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> Recipe.read(bytes, 0, cut)).isInstanceOf(MalformedFrame.class);
        }
        var crumbs = new Recipe(blob, hash, List.of(new Recipe.Piece(hash, 5), new Recipe.Piece(hash, 5))).write();
        assertThatThrownBy(() -> Recipe.read(crumbs, 0, crumbs.length)).hasMessageContaining("only 5 bytes");
        var empty = new Recipe(blob, hash, List.of()).write();
        assertThatThrownBy(() -> Recipe.read(empty, 0, empty.length)).hasMessageContaining("add up");
    }

    @Test
    void an_insertion_changes_few_pieces() throws IOException {
        var content = new byte[24 << 20];
        new Random(1).nextBytes(content);
        var changed = new byte[content.length + 1];
        int at = 10 << 20;
        System.arraycopy(content, 0, changed, 0, at);
        System.arraycopy(content, at, changed, at + 1, content.length - at);
        var before = pieces(content);
        var after = pieces(changed);
        var fresh = new HashSet<>(after);
        fresh.removeAll(new HashSet<>(before));
        assertThat(before.size()).isBetween(12, 48);
        assertThat(fresh.size()).isLessThanOrEqualTo(3);
    }

    /// Where files are cut is part of the format in so far as deduplication between versions of this program hangs
    /// on it.
    @Test
    void pieces_are_cut_at_the_same_places_for_ever() throws IOException {
        var content = new byte[5 << 20];
        new Random(42).nextBytes(content);
        var lengths = new ArrayList<Integer>();
        var cutter = new PieceCutter(new ByteArrayInputStream(content));
        for (var piece = cutter.next(); piece.length > 0; piece = cutter.next()) {
            lengths.add(piece.length);
        }
        assertThat(lengths).isEqualTo(PIECES_OF_RANDOM_42);
        assertThat(lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(content.length);
    }

    private static final List<Integer> PIECES_OF_RANDOM_42 = List.of(1451362, 998869, 651964, 1074787, 1065898);

    @Property(tries = 30)
    void pieces_put_together_are_the_content(@ForAll @IntRange(max = 3 << 20) int length, @ForAll int seed)
            throws IOException {
        var content = new byte[length];
        if (seed % 3 != 0) {
            new Random(seed).nextBytes(content);
        }
        var out = new ByteArrayOutputStream();
        var cutter = new PieceCutter(new ByteArrayInputStream(content));
        for (var piece = cutter.next(); piece.length > 0; piece = cutter.next()) {
            out.writeBytes(piece);
        }
        assertThat(out.toByteArray()).isEqualTo(content);
    }

    private static List<Sha256> pieces(byte[] content) throws IOException {
        var names = new ArrayList<Sha256>();
        var cutter = new PieceCutter(new ByteArrayInputStream(content));
        for (var piece = cutter.next(); piece.length > 0; piece = cutter.next()) {
            names.add(Sha256.of(piece));
        }
        return names;
    }
}
