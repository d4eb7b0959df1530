/// Programs that are run for the user, each as a group that ends as a whole: [ProcessGroup].
@NullMarked
package dev.templedb.temple.processes;

import org.jspecify.annotations.NullMarked;
