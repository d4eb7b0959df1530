/// The main job from end to end, with a proof: what `templedb quickstart` shows.
@NullMarked
package dev.templedb.temple.tour;

import org.jspecify.annotations.NullMarked;
