/// The registry over HTTP, as a client sees it: [ApiClient] sends requests and turns problem documents into errors.
///
/// A server is not trusted: what it sends is bounded before it takes memory, and a token goes to no other place than
/// the
/// one that gave it.
@NullMarked
package dev.templedb.api.client;

import org.jspecify.annotations.NullMarked;
