/// The commands `deploy …`: targets, running deployments, and what became of them.
@NullMarked
package dev.templedb.cli.deployments;

import org.jspecify.annotations.NullMarked;
