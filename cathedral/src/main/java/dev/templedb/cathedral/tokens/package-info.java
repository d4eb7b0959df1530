/// Programs: a token is shown once; the server keeps its hash, its scopes, its limits and its last use.
@NullMarked
package dev.templedb.cathedral.tokens;

import org.jspecify.annotations.NullMarked;
