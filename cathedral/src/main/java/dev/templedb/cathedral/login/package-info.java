/// How callers come in: passwords, tokens, sessions, devices; and how each request is recognized.
@NullMarked
package dev.templedb.cathedral.login;

import org.jspecify.annotations.NullMarked;
