/// A Redis or Valkey that helps when there is one: what it keeps can be lost at any time, and PostgreSQL stays the
/// truth.
///
/// [dev.templedb.cathedral.redis.Redis] alone speaks with it. Without the setting `redis.url` no class of the client is
/// loaded.
@NullMarked
package dev.templedb.cathedral.redis;

import org.jspecify.annotations.NullMarked;
