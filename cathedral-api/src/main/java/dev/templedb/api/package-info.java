/// What travels between TempleDB and a registry: wire records, the problem document, and the client.
///
/// Wire records are named `…Json`, have no behaviour, and are written with names in snake_case by server and client
/// alike. The contract is
/// `docs/formats/rest-api.yaml`. Start with [dev.templedb.api.ProblemJson].
@NullMarked
package dev.templedb.api;

import org.jspecify.annotations.NullMarked;
