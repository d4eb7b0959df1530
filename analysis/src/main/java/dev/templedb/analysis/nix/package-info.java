/// Reads the Nix language as far as its grammar goes: whether a text is an expression that Nix would parse.
///
/// Nothing is evaluated and nothing is fetched. Start with [NixSyntax].
@NullMarked
package dev.templedb.analysis.nix;

import org.jspecify.annotations.NullMarked;
