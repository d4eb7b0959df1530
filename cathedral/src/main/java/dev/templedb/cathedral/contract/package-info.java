/// The contract with clients, `docs/formats/rest-api.yaml`, as the server shows it.
@NullMarked
package dev.templedb.cathedral.contract;

import org.jspecify.annotations.NullMarked;
