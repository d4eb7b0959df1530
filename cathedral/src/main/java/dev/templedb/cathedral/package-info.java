/// The registry server: what teams push to, pull from, search and fork.
///
/// A package is a feature, with its records, its service, its SQL (`Postgres…`) and its resource. Logic takes its
/// collaborators through its constructor and
/// reads no environment; [dev.templedb.cathedral.Cathedral] is the program.
@NullMarked
package dev.templedb.cathedral;

import org.jspecify.annotations.NullMarked;
