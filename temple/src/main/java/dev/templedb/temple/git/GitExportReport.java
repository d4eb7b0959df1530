package dev.templedb.temple.git;

import dev.templedb.temple.checkout.WrittenTree;
import java.nio.file.Path;
import java.util.Optional;

/// What an export to git wrote.
///
/// @param objects   how many objects are in the pack
/// @param packBytes its length, 0 when there is none
/// @param refs      how many refs, `HEAD` not counted
/// @param workTree  what was checked out; absent in a bare repository, and when `HEAD` names no commit
public record GitExportReport(Path target, long objects, long packBytes, long refs, Optional<WrittenTree> workTree) {}
