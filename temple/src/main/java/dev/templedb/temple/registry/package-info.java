/// What the registry knows of projects beyond their own fields: who works on them, and what the place said that hosts
/// them.
///
/// [Team] keeps members and contributors, [HostingFacts] what a hosting place said. Nobody here asks one over the
/// network: whoever
/// has asked says what came. Both travel in one document of the project's state, written and read by [RegistryPart].
@NullMarked
package dev.templedb.temple.registry;

import org.jspecify.annotations.NullMarked;
