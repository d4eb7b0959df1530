package dev.templedb.packages.frames;

/// A frame as it is stored and sent: compressed bytes and what they hold.
///
/// @param compressed one zstd frame; owned by this record, not to be changed
public record Frame(FrameLayout layout, byte[] compressed) {}
