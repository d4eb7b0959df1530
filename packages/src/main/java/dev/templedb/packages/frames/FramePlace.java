package dev.templedb.packages.frames;

/// Where an object lies.
///
/// @param frame   number of the frame, whatever counts them
/// @param ordinal number of the object in the frame
public record FramePlace(int frame, int ordinal) {}
