package dev.templedb.analysis;

/// The beginning of a comment or string that was found.
///
/// @param length how many bytes it has, at least 1
/// @param close  what will end the region; empty when only the end of the line does
record Opening(int length, byte[] close) {}
