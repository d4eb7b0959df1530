/// Frames: how objects are stored, packed and sent. A frame is an encoding, never an identity.
///
/// A frame is one zstd frame of at most [FrameLimits#RAW_BYTES] raw bytes: the bytes of its objects, one after the
/// other, with nothing between. A commit, tree or tag that is larger has a frame of its own. Its [FrameLayout] says
/// where each begins and what it is. [FramePacker] makes frames, [FrameReader]
/// opens and verifies them, [FrameIndex] lists the frames of a package. Blobs that do not fit are cut into pieces
/// ([Recipe]).
///
/// The format is specified in `docs/formats/cathedral-package.md`.
@NullMarked
package dev.templedb.packages.frames;

import org.jspecify.annotations.NullMarked;
