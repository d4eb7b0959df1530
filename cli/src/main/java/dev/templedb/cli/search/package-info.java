/// `templedb search`.
@NullMarked
package dev.templedb.cli.search;

import org.jspecify.annotations.NullMarked;
