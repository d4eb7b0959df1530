/// Forks: projects that begin as what another one is, and remember it.
@NullMarked
package dev.templedb.cathedral.forks;

import org.jspecify.annotations.NullMarked;
