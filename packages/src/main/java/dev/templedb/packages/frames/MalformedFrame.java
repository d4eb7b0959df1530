package dev.templedb.packages.frames;

/// A frame, a layout, an index or a recipe is not what it should be. The message completes "frame 3 is damaged: …".
@SuppressWarnings("serial")
public final class MalformedFrame extends Exception {
    public MalformedFrame(String message) {
        super(message);
    }
}
