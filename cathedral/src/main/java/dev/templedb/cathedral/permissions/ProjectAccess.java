package dev.templedb.cathedral.permissions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A project that the caller may do what was asked for with.
///
/// @param project    its id
/// @param address    its address as owner and project write it, which may differ in case from what was asked for
/// @param visibility who sees it
/// @param role       the caller's role on it; null for somebody who has none
public record ProjectAccess(
        UUID project,
        ProjectAddress address,
        Visibility visibility,
        @Nullable Role role) {}
