/// The REST interface as clients see it: against a running server.
@NullMarked
package dev.templedb.cathedral.rest;

import org.jspecify.annotations.NullMarked;
