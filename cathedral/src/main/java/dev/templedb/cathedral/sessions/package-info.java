/// People in browsers: a session is a random secret in a cookie, of which the server keeps the hash.
@NullMarked
package dev.templedb.cathedral.sessions;

import org.jspecify.annotations.NullMarked;
