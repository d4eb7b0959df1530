/// Content: where each object's bytes lie in the temple, and which project reaches it.
///
/// Objects are stored once per temple, in compressed frames. [ObjectIntake] adds what a project brings, [StoredObjects]
/// reads it back, [ProjectObjects] knows exactly what a project reaches (and so what may leave in its packages).
@NullMarked
package dev.templedb.temple.objects;

import org.jspecify.annotations.NullMarked;
