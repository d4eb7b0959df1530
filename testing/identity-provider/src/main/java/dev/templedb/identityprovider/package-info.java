/// A real identity provider for tests: Spring's authorization server, with a few people who can sign in to it.
@NullMarked
package dev.templedb.identityprovider;

import org.jspecify.annotations.NullMarked;
