package dev.templedb.packages.directory;

import dev.templedb.packages.json.Json;

/// A file as `files/manifest.json` and its own JSON describe it. Nobody has looked at the values yet.
///
/// @param id    the number in both, and in the names of its two parts
/// @param hash  SHA-256 of the content, not empty
/// @param bytes length of the content, or -1
/// @param mode  git's mode in octal, or empty
/// @param gitId of the content, or empty
/// @param kept  what the reader wants to remember of `file-*.json`
/// @param blob  the part that holds the content
record ListedFile(
        long id, String path, String hash, long bytes, String mode, String gitId, Json.Obj kept, String blob) {}
