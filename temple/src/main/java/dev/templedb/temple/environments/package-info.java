/// Nix environments of projects: `dev`, `prod` and whatever else a project calls them, with every version that each
/// had.
///
/// An environment is a text in the Nix language, a flake or an expression. It belongs to the project and travels as
/// `environments/NAME.nix`; its older versions stay on this machine. Nothing here evaluates Nix.
///
/// Start with [Environments]. [EnvironmentGenerator] writes an environment from what the files of a project say.
@NullMarked
package dev.templedb.temple.environments;

import org.jspecify.annotations.NullMarked;
