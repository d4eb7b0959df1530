package dev.templedb.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes a push of an upload, all of it at once.
///
/// @param upload   null when the project is at the state already and only a version or tags are new
/// @param expected the state that the project is at, as far as the caller knows; null for none yet
/// @param state    that the project is to be at, which is that of the package
/// @param create   the project to make, if there is none
/// @param version  to publish; null for none
/// @param tags     to put on the project, if it has not got them; null for none
public record PushCommitJson(
        @Nullable UUID upload,
        @Nullable String expected,
        @Nullable String state,
        @Nullable NewProjectJson create,
        @Nullable PushVersionJson version,
        @Nullable List<String> tags) {}
