package dev.templedb.api;

/// A part of an upload that has arrived.
///
/// @param offset where it begins
/// @param sha256 in hexadecimal
public record UploadPartJson(long offset, int bytes, String sha256) {}
