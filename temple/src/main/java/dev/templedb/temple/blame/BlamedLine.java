package dev.templedb.temple.blame;

import dev.templedb.temple.history.Commit;
import dev.templedb.temple.history.FilePath;
import java.util.Optional;

/// A line, and where it came from.
///
/// @param number   its place in the file, from 1
/// @param commit   the commit that wrote it; empty for what is on the disk and in no commit
/// @param path     what the file was called in that commit
/// @param original the line's place in that commit's file, from 1
/// @param text     its bytes without the end of line
public record BlamedLine(int number, Optional<Commit> commit, FilePath path, int original, byte[] text) {}
