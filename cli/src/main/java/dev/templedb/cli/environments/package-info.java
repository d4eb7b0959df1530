/// The commands `env …`: Nix environments of projects.
@NullMarked
package dev.templedb.cli.environments;

import org.jspecify.annotations.NullMarked;
