/// The packages that projects depend on, by what their manifests and lock files say.
///
/// [DependencyTracker] keeps the tables in step with `HEAD`; each manifest is read once, whatever project has it. Start
/// with [Dependencies], which answers questions; [CycloneDx] writes what it knows as a bill of materials.
@NullMarked
package dev.templedb.temple.dependencies;

import org.jspecify.annotations.NullMarked;
