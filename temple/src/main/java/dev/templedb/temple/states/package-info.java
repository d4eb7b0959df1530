/// The states of projects: what a project is at one moment, as one canonical document
/// ([dev.templedb.packages.state.ProjectState]).
///
/// [ProjectStates] derives the present state from the tables and records it when it is new.
@NullMarked
package dev.templedb.temple.states;

import org.jspecify.annotations.NullMarked;
