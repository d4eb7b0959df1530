package dev.templedb.cathedral.transfer;

import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.gitpack.PackEntries;
import java.util.HexFormat;

/// What a state reaches of one pack. Immutable, thread-safe.
public final class SharedPack {
    private static final int KEY_BYTES = 16;

    private final Pack pack;
    private final LiveObjects live;
    private final SharedState state;

    SharedPack(Pack pack, LiveObjects live, SharedState state) {
        this.pack = pack;
        this.live = live;
        this.state = state;
    }

    /// Takes frames in order, and what is reached of each.
    @FunctionalInterface
    public interface Sink<X extends Exception> {
        /// Takes the next frame.
        void accept(Frame frame, LiveObjects live) throws X;
    }

    /// A name for exactly these objects: two that are equal hold the same, and nothing else.
    public String key() {
        var bits = live.write(pack.objects());
        return bits == null
                ? pack.id().toString()
                : pack.id() + "-" + HexFormat.of().formatHex(Sha256.of(bits).bytes(), 0, KEY_BYTES);
    }

    /// About how many bytes the frames have.
    public long bytes() {
        return pack.frameBytes();
    }

    /// How many git objects are reached.
    public long gitObjects() {
        var index = state.indexes().of(pack);
        long count = 0;
        for (int frame = 0; frame < index.frameCount(); frame++) {
            count += PackEntries.count(index.frame(frame).layout(), index.live(frame, live));
        }
        return count;
    }

    /// Reads all frames that hold reached git objects.
    public <X extends Exception> void frames(Sink<X> sink) throws X {
        var index = state.indexes().of(pack);
        var objects = state.serverObjects();
        var opened = objects.packs().stream()
                .filter(one -> one.pack().equals(pack))
                .findFirst()
                .orElseThrow();
        for (int frame = 0; frame < index.frameCount(); frame++) {
            var reached = index.live(frame, live);
            if (PackEntries.count(index.frame(frame).layout(), reached) > 0) {
                sink.accept(objects.frame(opened, frame), reached);
            }
        }
    }

    /// Reads large files, whose pieces may lie in other packs.
    public FramedObjects objects() {
        return state.objects();
    }
}
