package dev.templedb.packages.content;

import dev.templedb.packages.frames.Frame;

/// A package whose frames can be read one by one, in any order. Thread-safe.
public interface FrameAccess {
    /// How many frames there are.
    int frameCount();

    /// Frame `number`, counted from 0 in the order of [OpenPackage#frames]. Its compressed bytes are those that the
    /// package's index
    /// names.
    Frame frame(int number);
}
