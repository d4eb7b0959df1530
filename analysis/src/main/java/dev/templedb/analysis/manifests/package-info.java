/// What manifests and lock files of package managers say: which packages a project asks for, and which it gets.
///
/// Pure functions of bytes. [ManifestFormat] knows such a file by its path, [ManifestReader] reads one, and
/// [DependencyLinker] puts those of one project together: locks with what asked for them, versions that stand in
/// another
/// file, and scopes of packages that come along with others. Nothing here asks a registry.
@NullMarked
package dev.templedb.analysis.manifests;

import org.jspecify.annotations.NullMarked;
