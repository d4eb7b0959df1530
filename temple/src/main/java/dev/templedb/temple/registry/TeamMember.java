package dev.templedb.temple.registry;

import dev.templedb.temple.history.Contributor;
import java.util.Optional;

/// Somebody in the team of a project.
///
/// @param name as it was given, or as the newest commit has it
/// @param work what the history says of somebody of this name or e-mail address
public record TeamMember(String name, Role role, Optional<Contributor> work) {}
