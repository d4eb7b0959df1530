/// How projects come to the server and leave it: packs, states, uploads, push, fetch, and the collector.
///
/// What is sent is a package, whole or an increment (`docs/formats/cathedral-package.md`). The server takes it apart
/// into a [Pack] (its frames, copied unchanged, and their [PackIndex]) and notes which objects of which packs a state
/// reaches ([Members]); from those it puts packages together again ([PackagePlan]). How it hangs together:
/// `docs/design/registry.md`, "Transfer".
///
/// Begin with [PackIntake] and [PackagePlanner]; [Pushes], [Uploads] and [Fetches] are the services.
@NullMarked
package dev.templedb.cathedral.transfer;

import org.jspecify.annotations.NullMarked;
