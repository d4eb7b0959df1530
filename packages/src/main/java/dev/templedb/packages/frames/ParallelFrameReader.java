package dev.templedb.packages.frames;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;

/// Opens frames on several threads and hands them on in their order, on the caller's thread. A few frames are in memory
/// at a time, of large objects one.
///
/// One caller at a time.
public final class ParallelFrameReader implements AutoCloseable {
    /// Takes opened frames in order.
    @FunctionalInterface
    public interface Sink {
        /// Takes frame `number`, from 0.
        void accept(int number, OpenFrame frame);
    }

    private final OrderedWork<OpenFrame, RuntimeException> opening;
    private int given;
    private int taken;

    /// A reader with `threads` workers.
    public ParallelFrameReader(int threads, Sink sink) {
        this.opening = new OrderedWork<>(threads, "frame-reader", frame -> sink.accept(taken++, frame));
    }

    /// Takes the next frame. Earlier ones may reach the sink meanwhile.
    ///
    /// @throws TempleException with `PACKAGE_MALFORMED` when an earlier frame is damaged
    public void accept(Frame frame) {
        int number = given++;
        if (frame.layout().isLarge()) {
            opening.addAlone(() -> open(number, frame));
        } else {
            opening.add(() -> open(number, frame));
        }
    }

    private static OpenFrame open(int number, Frame frame) {
        try (var reader = new FrameReader()) {
            return reader.open(frame);
        } catch (MalformedFrame why) {
            throw damaged(number, why);
        }
    }

    /// The error for frame `number` of a package, from 0.
    public static TempleException damaged(int number, MalformedFrame why) {
        return new TempleException(
                ErrorCode.PACKAGE_MALFORMED, "Frame %d is damaged: %s.".formatted(number, why.getMessage()), why);
    }

    /// Hands on what is still being opened.
    ///
    /// @return how many frames there were
    public int finish() {
        opening.finish();
        return taken;
    }

    /// Stops the workers; frames that [#finish] has not handed on are dropped.
    @Override
    public void close() {
        opening.close();
    }
}
