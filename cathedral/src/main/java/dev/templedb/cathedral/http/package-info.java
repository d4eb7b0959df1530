/// What all resources share: problem documents, pages, entity tags, idempotency.
@NullMarked
package dev.templedb.cathedral.http;

import org.jspecify.annotations.NullMarked;
