/// Which nodes of the registry are alive: those that other nodes may wait for.
@NullMarked
package dev.templedb.cathedral.nodes;

import org.jspecify.annotations.NullMarked;
