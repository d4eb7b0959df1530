package dev.templedb.temple.intake;

/// Something that an import did not take.
///
/// @param what   a path, or the name of a ref, fit to print
/// @param reason why, as the end of a sentence
/// @param loss   whether something of the user's own is missing because of it; then the command ends with exit code 1
public record LeftOut(String what, String reason, boolean loss) {}
