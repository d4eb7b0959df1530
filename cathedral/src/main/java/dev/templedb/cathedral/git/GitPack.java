package dev.templedb.cathedral.git;

import java.nio.file.Path;

/// A pack of git's on this machine.
///
/// @param key     names exactly what it holds
/// @param pack    the file with the objects
/// @param index   the file that says where they are
/// @param bytes   length of the pack
/// @param indexBytes length of the index
/// @param objects how many objects
record GitPack(String key, Path pack, Path index, long bytes, long indexBytes, long objects) {}
