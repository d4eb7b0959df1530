/// Many packages in one tar, for moving a whole temple: [ArchiveWriter] writes one, [OpenArchive] reads it.
///
/// What a package holds is for `packages.content`; here is only how they lie beside each other. The format is in
/// `docs/formats/temple-archive.md`.
@NullMarked
package dev.templedb.packages.archive;

import org.jspecify.annotations.NullMarked;
