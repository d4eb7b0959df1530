/// Clones of projects inside a temple: everything that a project is, under another slug, with the original as its
/// upstream.
///
/// A clone shares the frames of its source, so it costs rows and no content; each keeps what it needs when the other
/// goes. Start with
/// [ProjectClone].
@NullMarked
package dev.templedb.temple.cloning;

import org.jspecify.annotations.NullMarked;
